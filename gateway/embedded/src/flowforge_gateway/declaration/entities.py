"""Services, routes, upstreams and consumers, as far as this gateway runs them."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from flowforge_gateway.declaration.plugins import ConsumerPlugin, GlobalPlugin, RoutePlugin, Strict

Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
Path = Annotated[str, Field(pattern=r"^~?/")]


class Route(Strict):
    name: str
    paths: Annotated[tuple[Path, ...], Field(min_length=1)]
    methods: tuple[Method, ...] = ()
    regex_priority: int = 0
    strip_path: Literal[False]  # a service sees the path that its specification names
    request_buffering: bool = True  # bodies are streamed here in both directions, whatever Kong does
    response_buffering: bool = True
    plugins: tuple[RoutePlugin, ...] = ()
    tags: tuple[str, ...] = ()


class Service(Strict):
    name: str
    host: str
    port: int
    protocol: Literal["http"] = "http"
    connect_timeout: int = 60_000
    read_timeout: int = 60_000
    write_timeout: int = 60_000
    retries: int = 5
    routes: tuple[Route, ...] = ()
    tags: tuple[str, ...] = ()


class ActiveHealthy(Strict):
    interval: Annotated[int, Field(gt=0)]
    successes: Annotated[int, Field(gt=0)]


class ActiveUnhealthy(Strict):
    interval: Annotated[int, Field(gt=0)]
    http_failures: Annotated[int, Field(gt=0)]
    tcp_failures: Annotated[int, Field(gt=0)]
    timeouts: Annotated[int, Field(gt=0)]

    @model_validator(mode="after")
    def _one_threshold(self) -> Self:
        if len({self.http_failures, self.tcp_failures, self.timeouts}) > 1:
            message = "http_failures, tcp_failures and timeouts must be equal"
            raise ValueError(message)
        return self


class ActiveCheck(Strict):
    type: Literal["http"] = "http"
    http_path: str = "/"
    timeout: int = 1
    healthy: ActiveHealthy
    unhealthy: ActiveUnhealthy


class PassiveHealthy(Strict):
    successes: int = 0


class PassiveUnhealthy(Strict):
    http_failures: Literal[0]  # a 503 of a busy service is an answer, not a broken target
    timeouts: Literal[0]
    tcp_failures: int = 0


class PassiveCheck(Strict):
    type: Literal["http"] = "http"
    healthy: PassiveHealthy = PassiveHealthy()
    unhealthy: PassiveUnhealthy


class HealthChecks(Strict):
    active: ActiveCheck | None = None
    passive: PassiveCheck | None = None


class Target(Strict):
    target: Annotated[str, Field(pattern=r"^[^:]+:\d+$")]
    weight: Annotated[int, Field(ge=0)] = 100
    tags: tuple[str, ...] = ()

    @property
    def host(self) -> str:
        return self.target.rpartition(":")[0]

    @property
    def port(self) -> int:
        return int(self.target.rpartition(":")[2])


class Upstream(Strict):
    name: str
    algorithm: Literal["round-robin", "least-connections"] = "round-robin"
    healthchecks: HealthChecks = HealthChecks()
    targets: tuple[Target, ...] = ()
    tags: tuple[str, ...] = ()


class AclGroup(Strict):
    group: str


class _Credential(Strict):
    id: str = ""
    tags: tuple[str, ...] = ()


class KeyCredential(_Credential):
    key: str


class BasicCredential(_Credential):
    username: str
    password: str


class JwtCredential(_Credential):
    key: str
    algorithm: Literal["HS256", "RS256", "ES256"] = "HS256"
    secret: str | None = None
    rsa_public_key: str | None = None  # Kong's name for the key of every asymmetric algorithm

    @model_validator(mode="after")
    def _key_for_algorithm(self) -> Self:
        if (self.secret if self.algorithm == "HS256" else self.rsa_public_key) is None:
            message = f"{self.algorithm} needs {'secret' if self.algorithm == 'HS256' else 'rsa_public_key'}"
            raise ValueError(message)
        return self


class Consumer(Strict):
    id: str = ""
    username: str
    custom_id: str | None = None
    acls: tuple[AclGroup, ...] = ()
    keyauth_credentials: tuple[KeyCredential, ...] = ()
    basicauth_credentials: tuple[BasicCredential, ...] = ()
    jwt_secrets: tuple[JwtCredential, ...] = ()
    plugins: tuple[ConsumerPlugin, ...] = ()
    tags: tuple[str, ...] = ()


class Declaration(Strict):
    format_version: Literal["3.0"] = Field(alias="_format_version")
    transform: Literal[True] = Field(alias="_transform", default=True)
    services: tuple[Service, ...]
    routes: tuple[Route, ...] = ()
    upstreams: tuple[Upstream, ...] = ()
    consumers: tuple[Consumer, ...] = ()
    plugins: tuple[GlobalPlugin, ...] = ()

    def every_route(self) -> Iterable[tuple[Service | None, Route]]:
        """Yield each route with its service; a route without one is answered by the gateway itself."""
        for service in self.services:
            yield from ((service, route) for route in service.routes)
        yield from ((None, route) for route in self.routes)
