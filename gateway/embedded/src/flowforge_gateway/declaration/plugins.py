"""The plugins that kong.yml may use, with the fields and values that are honored as Kong honors them."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """A part of the declaration: a field that is not declared here is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class HeaderList(Strict):
    headers: tuple[str, ...] = ()


class RedisConfig(Strict):
    host: str
    port: int = 6379
    timeout: int = 2000
    username: str | None = None
    password: str | None = None
    database: int = 0


class KeyAuthConfig(Strict):
    key_names: tuple[str, ...] = ("apikey",)
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
    allow: tuple[str, ...]
    hide_groups_header: Literal[True]


class SizeConfig(Strict):
    allowed_payload_size: int
    size_unit: Literal["bytes", "kilobytes", "megabytes"] = "megabytes"

    @property
    def max_bytes(self) -> int:
        return (
            self.allowed_payload_size
            * {"bytes": 1, "kilobytes": 1 << 10, "megabytes": 1 << 20}[self.size_unit]
        )


class TransformerConfig(Strict):
    remove: HeaderList = HeaderList()
    add: HeaderList = HeaderList()


class RateLimitingConfig(Strict):
    second: int | None = None
    minute: int | None = None
    hour: int | None = None
    day: int | None = None
    policy: Literal["redis"]  # the local policy admits more than the limit under load
    redis: RedisConfig
    limit_by: Literal["consumer"] = "consumer"
    fault_tolerant: Literal[True] = True


class TerminationConfig(Strict):
    status_code: int = 503
    message: str


class CorrelationIdConfig(Strict):
    header_name: Literal["X-Request-ID"]
    generator: Literal["uuid"]
    echo_downstream: Literal[True]


class CorsConfig(Strict):
    origins: tuple[Literal["*"]]
    methods: tuple[str, ...] = (
        "GET",
        "HEAD",
        "PUT",
        "PATCH",
        "POST",
        "DELETE",
        "OPTIONS",
        "TRACE",
        "CONNECT",
    )
    exposed_headers: tuple[str, ...] = ()
    max_age: int | None = None


class PrometheusConfig(Strict):
    status_code_metrics: bool = False
    latency_metrics: bool = False
    bandwidth_metrics: bool = False
    per_consumer: bool = False


class FileLogConfig(Strict):
    path: Literal["/dev/stdout"]
    custom_fields_by_lua: dict[str, str] = {}  # the lines of this gateway never hold what these take out


class PreFunctionConfig(Strict):
    access: tuple[str, ...] = ()


class PostFunctionConfig(Strict):
    access: tuple[str, ...] = ()
    header_filter: tuple[str, ...] = ()
    body_filter: tuple[str, ...] = ()


class _Plugin(Strict):
    enabled: Literal[True] = True
    tags: tuple[str, ...] = ()


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
