"""The HTTP filter chain."""

from importlib import resources

from flowforge_gateway.counters.leases import LEASE_HEADER
from flowforge_gateway.declaration.entities import Declaration
from flowforge_gateway.declaration.plugins import Cors, KeyAuth, RequestSizeLimiting
from flowforge_gateway.envoy.clusters import DECISIONS
from flowforge_gateway.envoy.local_settings import LocalSettings
from flowforge_gateway.envoy.messages import (
    BODY_SIZE_LIMIT,
    EXT_AUTHZ,
    HEADER_MUTATION,
    LUA,
    ROUTER,
    Message,
    header,
    seconds,
    typed,
)

AUTHORISATION = "envoy.filters.http.ext_authz"
HEADERS = "envoy.filters.http.header_mutation"
ROUTE_HEADER = "x-flowforge-route"  # tells the decision service which route was matched, and goes no further
_KEY = "x-api-key"
_DECISION_SECONDS = 2.0
# Only the gateway sets these. x-envoy- controls Envoy itself (retries, timeouts).
_FORGED = ("x-consumer-", "x-credential-", "x-authenticated-", "x-flowforge-", "x-envoy-")
_FORGED_NAMES = (
    "x-anonymous-consumer",
    "x-user-id",
    "x-gateway-secret",
    "x-forwarded-path",
    "x-forwarded-prefix",
)
_REFUSAL = ("content-type", "retry-after", "ratelimit-", "x-ratelimit-", "www-authenticate")
_IDENTITY = (
    "x-consumer-id",
    "x-consumer-username",
    "x-consumer-custom-id",
    "x-consumer-tier",
    "x-credential-identifier",
    "x-user-id",
    "x-gateway-secret",
)


def http_filters(declaration: Declaration, local: LocalSettings) -> list[Message]:
    """Return the filters: header mutation, leases, authorization, body size limits, router."""
    return [
        _headers(declaration, local),
        *_leases(declaration),
        _authorization(declaration),
        *(_size(limit) for limit in size_limits(declaration)),
        _router(),
    ]


def upgraded_filters(declaration: Declaration, local: LocalSettings) -> list[Message]:
    """Return the filters of WebSocket requests, which have no body size limit."""
    return [_headers(declaration, local), _authorization(declaration), _router()]


def size_limits(declaration: Declaration) -> list[int]:
    """Return the distinct body size limits of all routes."""
    limits = {
        plugin.config.max_bytes
        for _, route in declaration.every_route()
        for plugin in route.plugins
        if isinstance(plugin, RequestSizeLimiting)
    }
    return sorted(limits)


def size_filter(limit: int) -> str:
    """Return the filter name of one limit. The filter is disabled until a route enables it."""
    return f"body-limit-{limit}"


def _headers(declaration: Declaration, local: LocalSettings) -> Message:
    scheme = "http" if local.tls is None else "https"
    told = [
        header("x-forwarded-host", "%REQ(:AUTHORITY)%"),
        header("x-forwarded-port", str(local.port)),
        header("x-forwarded-proto", scheme),
        {
            "header": {"key": "x-forwarded-for", "value": "%DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT%"},
            "append_action": "APPEND_IF_EXISTS_OR_ADD",
        },
        header("x-real-ip", "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%"),
    ]
    forged = [
        *({"remove_on_match": {"key_matcher": {"prefix": prefix}}} for prefix in _FORGED),
        *({"remove": name} for name in _FORGED_NAMES),
    ]
    return {
        "name": HEADERS,
        "typed_config": typed(
            HEADER_MUTATION,
            mutations={
                "request_mutations": [*forged, *({"append": it} for it in told)],
                "response_mutations": [{"append": it} for it in _response_headers(declaration, local)],
            },
        ),
    }


def _response_headers(declaration: Declaration, local: LocalSettings) -> list[Message]:
    headers = []
    cors = next((it.config for it in declaration.plugins if isinstance(it, Cors)), None)
    if cors is not None:
        headers.append(header("Access-Control-Allow-Origin", "*"))
        if cors.exposed_headers:
            headers.append(header("Access-Control-Expose-Headers", ",".join(cors.exposed_headers)))
    if local.tls is not None:
        headers.append(header("Strict-Transport-Security", "max-age=31536000"))
    return headers


def _authorization(declaration: Declaration) -> Message:
    return {
        "name": AUTHORISATION,
        "typed_config": typed(
            EXT_AUTHZ,
            http_service={
                "server_uri": {
                    "uri": "http://decisions",
                    "cluster": DECISIONS,
                    "timeout": seconds(_DECISION_SECONDS),
                },
                "authorization_response": {
                    "allowed_upstream_headers": {"patterns": [{"exact": name} for name in _IDENTITY]},
                    "allowed_client_headers_on_success": {
                        "patterns": [{"prefix": "ratelimit-"}, {"prefix": "x-ratelimit-"}]
                    },
                    "dynamic_metadata_from_headers": {"patterns": [{"exact": LEASE_HEADER}]},
                    "allowed_client_headers": {"patterns": [{"prefix": prefix} for prefix in _REFUSAL]},
                },
            },
            allowed_headers={"patterns": [{"exact": name} for name in _credential_headers(declaration)]},
            filter_enabled_metadata={  # a lease has admitted the request
                "filter": "flowforge",
                "path": [{"key": "limits"}],
                "value": {"present_match": True},
                "invert": True,
            },
            status_on_error={"code": "ServiceUnavailable"},  # without a decision nothing passes
        ),
    }


def _credential_headers(declaration: Declaration) -> list[str]:
    names = {
        name.lower()
        for _, route in declaration.every_route()
        for plugin in route.plugins
        if isinstance(plugin, KeyAuth)
        for name in plugin.config.key_names
    }
    return sorted({*names, "authorization", "x-request-id", ROUTE_HEADER, LEASE_HEADER})


def _leases(declaration: Declaration) -> list[Message]:
    """Return the filter that admits requests by leases: those whose only credential is one X-API-Key."""
    credentials = {*_credential_headers(declaration)} - {"x-request-id", ROUTE_HEADER, LEASE_HEADER}
    if _KEY not in credentials:
        return []
    others = ", ".join(f'"{name}"' for name in sorted(credentials - {_KEY}))
    source = resources.files(__package__).joinpath("leases.lua").read_text()
    code = source.replace("--[[OTHER CREDENTIALS]]", others)
    return [
        {
            "name": "envoy.filters.http.lua",
            "typed_config": typed(LUA, default_source_code={"inline_string": code}, clear_route_cache=False),
        }
    ]


def _size(limit: int) -> Message:
    return {
        "name": size_filter(limit),
        "disabled": True,
        "typed_config": typed(BODY_SIZE_LIMIT, max_request_bytes=limit),
    }


def _router() -> Message:
    return {
        "name": "envoy.filters.http.router",
        "typed_config": typed(ROUTER, suppress_envoy_headers=True),
    }
