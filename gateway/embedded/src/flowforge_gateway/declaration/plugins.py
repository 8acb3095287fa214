"""Supported Kong plugins, with the fields and values that behave as in Kong."""

from itertools import pairwise
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

# Bounds as Kong's schemas state them. Kong refuses an empty string wherever it takes one.
Text = Annotated[str, Field(min_length=1)]
HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")]
HeaderLine = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+:.*$")]
Host = Annotated[str, Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$", max_length=253)]
Port = Annotated[int, Field(ge=0, le=65_535)]
Milliseconds = Annotated[int, Field(ge=1, le=2_147_483_646)]
Tag = Annotated[str, Field(pattern=r"^[^,/]+$")]
Limit = Annotated[int, Field(gt=0)]
HttpMethod = Literal["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT"]
_PERIODS = ("second", "minute", "hour", "day")


class Strict(BaseModel):
    """Base model of the declaration: unknown fields are rejected."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class HeaderNames(Strict):
    headers: tuple[HeaderName, ...] = ()


class HeaderLines(Strict):
    headers: tuple[HeaderLine, ...] = ()


class RedisConfig(Strict):
    host: Host
    port: Port = 6379
    timeout: Milliseconds = 2000
    username: Text | None = None
    password: Text | None = None
    database: Annotated[int, Field(ge=0)] = 0
    ssl: bool = False
    ssl_verify: bool = False
    server_name: Host | None = None


class KeyAuthConfig(Strict):
    key_names: Annotated[tuple[HeaderName, ...], Field(min_length=1)] = ("apikey",)
    key_in_header: Literal[True] = True
    key_in_query: Literal[False]  # Kong's default is true: a key in an address ends up in logs
    key_in_body: Literal[False] = False
    hide_credentials: Literal[False] = False
    anonymous: str


class JwtConfig(Strict):
    claims_to_verify: tuple[Literal["exp", "nbf"], ...] = ()
    uri_param_names: Annotated[tuple[str, ...], Field(max_length=0)]
    anonymous: str


class BasicAuthConfig(Strict):
    hide_credentials: Literal[False] = False
    anonymous: str


class AclConfig(Strict):
    allow: Annotated[tuple[Text, ...], Field(min_length=1)]
    hide_groups_header: Literal[True]


class SizeConfig(Strict):
    allowed_payload_size: Limit
    size_unit: Literal["bytes", "kilobytes", "megabytes"] = "megabytes"

    @property
    def max_bytes(self) -> int:
        return (
            self.allowed_payload_size
            * {"bytes": 1, "kilobytes": 1 << 10, "megabytes": 1 << 20}[self.size_unit]
        )


class TransformerConfig(Strict):
    remove: HeaderNames = HeaderNames()
    add: HeaderLines = HeaderLines()


class RateLimitingConfig(Strict):
    second: Limit | None = None
    minute: Limit | None = None
    hour: Limit | None = None
    day: Limit | None = None
    policy: Literal["redis"]  # the local policy admits more than the limit under load
    redis: RedisConfig
    limit_by: Literal["consumer"] = "consumer"
    fault_tolerant: Literal[True] = True

    @model_validator(mode="after")
    def _rising(self) -> Self:
        limits = [(name, limit) for name in _PERIODS if (limit := getattr(self, name)) is not None]
        if not limits:
            message = f"at least one of these fields must be set: {', '.join(_PERIODS)}"
            raise ValueError(message)
        for (shorter, low), (longer, high) in pairwise(limits):
            if high < low:
                message = (
                    f"the limit for {longer} ({high}) cannot be lower than the limit for {shorter} ({low})"
                )
                raise ValueError(message)
        return self


class TerminationConfig(Strict):
    status_code: Annotated[int, Field(ge=100, le=599)] = 503
    message: Text


class CorrelationIdConfig(Strict):
    header_name: Literal["X-Request-ID"]
    generator: Literal["uuid"]
    echo_downstream: Literal[True]


class CorsConfig(Strict):
    origins: tuple[Literal["*"]]
    methods: tuple[HttpMethod, ...] = get_args(HttpMethod)
    exposed_headers: tuple[HeaderName, ...] = ()
    max_age: Annotated[int, Field(ge=0)] | None = None


class PrometheusConfig(Strict):
    status_code_metrics: bool = False
    latency_metrics: bool = False
    bandwidth_metrics: bool = False
    per_consumer: bool = False


class FileLogConfig(Strict):
    path: Literal["/dev/stdout"]
    custom_fields_by_lua: dict[Text, Text] = {}  # the lines of this gateway never hold what these take out


class PreFunctionConfig(Strict):
    access: tuple[Text, ...] = ()


class PostFunctionConfig(Strict):
    access: tuple[Text, ...] = ()
    header_filter: tuple[Text, ...] = ()
    body_filter: tuple[Text, ...] = ()


class _Plugin(Strict):
    enabled: Literal[True] = True
    tags: tuple[Tag, ...] = ()


class KeyAuth(_Plugin):
    name: Literal["key-auth"]
    config: KeyAuthConfig


class Jwt(_Plugin):
    name: Literal["jwt"]
    config: JwtConfig


class BasicAuth(_Plugin):
    name: Literal["basic-auth"]
    config: BasicAuthConfig


class Acl(_Plugin):
    name: Literal["acl"]
    config: AclConfig


class RequestSizeLimiting(_Plugin):
    name: Literal["request-size-limiting"]
    config: SizeConfig


class RequestTransformer(_Plugin):
    name: Literal["request-transformer"]
    config: TransformerConfig


class RequestTermination(_Plugin):
    name: Literal["request-termination"]
    config: TerminationConfig


class RateLimiting(_Plugin):
    name: Literal["rate-limiting"]
    config: RateLimitingConfig


class CorrelationId(_Plugin):
    name: Literal["correlation-id"]
    config: CorrelationIdConfig


class Cors(_Plugin):
    name: Literal["cors"]
    config: CorsConfig


class Prometheus(_Plugin):
    name: Literal["prometheus"]
    config: PrometheusConfig


class FileLog(_Plugin):
    name: Literal["file-log"]
    config: FileLogConfig


class PreFunction(_Plugin):
    name: Literal["pre-function"]
    config: PreFunctionConfig


class PostFunction(_Plugin):
    name: Literal["post-function"]
    config: PostFunctionConfig


RoutePlugin = Annotated[
    KeyAuth | Jwt | BasicAuth | Acl | RequestSizeLimiting | RequestTransformer | RequestTermination,
    Field(discriminator="name"),
]
ConsumerPlugin = Annotated[
    RateLimiting | RequestTransformer | RequestTermination, Field(discriminator="name")
]
GlobalPlugin = Annotated[
    CorrelationId | Cors | Prometheus | FileLog | PreFunction | PostFunction, Field(discriminator="name")
]
