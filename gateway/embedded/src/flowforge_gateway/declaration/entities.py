"""Supported entities: services, routes, upstreams and consumers."""

import re
from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from flowforge_gateway.declaration.plugins import (
    ConsumerPlugin,
    GlobalPlugin,
    Host,
    Milliseconds,
    Port,
    RoutePlugin,
    Strict,
    Tag,
    Text,
)

Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9._~-]+$")]
Id = Annotated[str, Field(pattern=r"^([0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12})?$")]
Interval = Annotated[int, Field(gt=0, le=65_535)]
Threshold = Annotated[int, Field(gt=0, le=255)]


def _check_path(path: str) -> str:
    if not path.startswith(("/", "~/")):
        message = "a path starts with / or, as a regular expression, with ~/"
        raise ValueError(message)
    if not path.startswith("~"):
        if "//" in path:
            message = "a path has no empty segments"
            raise ValueError(message)
        return path
    try:
        re.compile(path[1:])
    except re.error as error:
        message = f"the regular expression is not valid: {error}"
        raise ValueError(message) from error
    return path


Path = Annotated[str, AfterValidator(_check_path)]


class Route(Strict):
    name: Name
    paths: Annotated[tuple[Path, ...], Field(min_length=1)]
    methods: tuple[Method, ...] = ()
    regex_priority: int = 0
    strip_path: Literal[False]  # a service sees the path that its specification names
    request_buffering: bool = True  # bodies are streamed here in both directions, whatever Kong does
    response_buffering: bool = True
    plugins: tuple[RoutePlugin, ...] = ()
    tags: tuple[Tag, ...] = ()


class Service(Strict):
    name: Name
    host: Host
    port: Port
    protocol: Literal["http"] = "http"
    connect_timeout: Milliseconds = 60_000
    read_timeout: Milliseconds = 60_000
    write_timeout: Milliseconds = 60_000
    retries: Annotated[int, Field(ge=0, le=32_767)] = 5
    routes: tuple[Route, ...] = ()
    tags: tuple[Tag, ...] = ()


class ActiveHealthy(Strict):
    interval: Interval
    successes: Threshold


class ActiveUnhealthy(Strict):
    interval: Interval
    http_failures: Threshold
    tcp_failures: Threshold
    timeouts: Threshold

    @model_validator(mode="after")
    def _one_threshold(self) -> Self:
        if len({self.http_failures, self.tcp_failures, self.timeouts}) > 1:
            message = "http_failures, tcp_failures and timeouts must be equal"
            raise ValueError(message)
        return self


class ActiveCheck(Strict):
    type: Literal["http"] = "http"
    http_path: Annotated[str, Field(pattern=r"^/")] = "/"
    timeout: Interval = 1
    healthy: ActiveHealthy
    unhealthy: ActiveUnhealthy


class PassiveHealthy(Strict):
    successes: Annotated[int, Field(ge=0, le=255)] = 0


class PassiveUnhealthy(Strict):
    http_failures: Literal[0]  # a 503 of a busy service is an answer, not a broken target
    timeouts: Literal[0]
    tcp_failures: Annotated[int, Field(ge=0, le=255)] = 0


class PassiveCheck(Strict):
    type: Literal["http"] = "http"
    healthy: PassiveHealthy = PassiveHealthy()
    unhealthy: PassiveUnhealthy


class HealthChecks(Strict):
    active: ActiveCheck | None = None
    passive: PassiveCheck | None = None


class Target(Strict):
    target: Annotated[str, Field(pattern=r"^[^:]+:\d+$")]
    weight: Annotated[int, Field(ge=0, le=65_535)] = 100
    tags: tuple[Tag, ...] = ()

    @property
    def host(self) -> str:
        return self.target.rpartition(":")[0]

    @property
    def port(self) -> int:
        return int(self.target.rpartition(":")[2])


class Upstream(Strict):
    name: Host
    algorithm: Literal["round-robin", "least-connections"] = "round-robin"
    healthchecks: HealthChecks = HealthChecks()
    targets: tuple[Target, ...] = ()
    tags: tuple[Tag, ...] = ()


class AclGroup(Strict):
    group: Text


class _Credential(Strict):
    id: Id = ""
    tags: tuple[Tag, ...] = ()


class KeyCredential(_Credential):
    key: Text


class BasicCredential(_Credential):
    username: Text
    password: Text


class JwtCredential(_Credential):
    key: Text
    algorithm: Literal["HS256", "RS256", "ES256"] = "HS256"
    secret: Text | None = None
    rsa_public_key: Text | None = None  # Kong's name for the key of every asymmetric algorithm

    @model_validator(mode="after")
    def _key_for_algorithm(self) -> Self:
        if (self.secret if self.algorithm == "HS256" else self.rsa_public_key) is None:
            message = f"{self.algorithm} needs {'secret' if self.algorithm == 'HS256' else 'rsa_public_key'}"
            raise ValueError(message)
        return self


class Consumer(Strict):
    id: Id = ""
    username: Text
    custom_id: Text | None = None
    acls: tuple[AclGroup, ...] = ()
    keyauth_credentials: tuple[KeyCredential, ...] = ()
    basicauth_credentials: tuple[BasicCredential, ...] = ()
    jwt_secrets: tuple[JwtCredential, ...] = ()
    plugins: tuple[ConsumerPlugin, ...] = ()
    tags: tuple[Tag, ...] = ()


class Declaration(Strict):
    format_version: Literal["3.0"] = Field(alias="_format_version")
    transform: Literal[True] = Field(alias="_transform", default=True)
    services: tuple[Service, ...]
    routes: tuple[Route, ...] = ()
    upstreams: tuple[Upstream, ...] = ()
    consumers: tuple[Consumer, ...] = ()
    plugins: tuple[GlobalPlugin, ...] = ()

    def every_route(self) -> Iterable[tuple[Service | None, Route]]:
        """Yield each route with its service, which is None for routes that the gateway answers itself."""
        for service in self.services:
            yield from ((service, route) for route in service.routes)
        yield from ((None, route) for route in self.routes)
