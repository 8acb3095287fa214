"""Names of Envoy's message types, and constructors for common messages."""

from typing import Any

Message = dict[str, Any]

_PREFIX = "type.googleapis.com/envoy."
ROUTER = "extensions.filters.http.router.v3.Router"
CONNECTION_MANAGER = "extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
HEADER_MUTATION = "extensions.filters.http.header_mutation.v3.HeaderMutation"
HEADER_MUTATION_PER_ROUTE = "extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute"
EXPRESSION_FILTER = "extensions.access_loggers.filters.cel.v3.ExpressionFilter"
EXT_AUTHZ = "extensions.filters.http.ext_authz.v3.ExtAuthz"
EXT_AUTHZ_PER_ROUTE = "extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute"
BODY_SIZE_LIMIT = "extensions.filters.http.body_size_limit.v3.BodySizeLimit"
FILTER_CONFIG = "config.route.v3.FilterConfig"
LUA = "extensions.filters.http.lua.v3.Lua"
HTTP_PROTOCOL_OPTIONS = "extensions.upstreams.http.v3.HttpProtocolOptions"
LEAST_REQUEST = "extensions.load_balancing_policies.least_request.v3.LeastRequest"
DOWNSTREAM_TLS = "extensions.transport_sockets.tls.v3.DownstreamTlsContext"
STDOUT_LOG = "extensions.access_loggers.stream.v3.StdoutAccessLog"
UUID_REQUEST_ID = "extensions.request_id.uuid.v3.UuidRequestIdConfig"
DOWNSTREAM_CONNECTIONS = "extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig"
LISTENER = "config.listener.v3.Listener"
CLUSTER = "config.cluster.v3.Cluster"
ROUTE_CONFIGURATION = "config.route.v3.RouteConfiguration"


def typed(name: str, **content: Any) -> Message:
    """Return an Any message of type *name*."""
    return {"@type": _PREFIX + name, **content}


def milliseconds(value: int) -> str:
    """Return a duration in protobuf's JSON format."""
    return f"{value / 1000:.3f}s"


def seconds(value: float) -> str:
    """Return a duration in protobuf's JSON format."""
    return f"{value:.3f}s"


def header(key: str, value: str, *, replace: bool = True) -> Message:
    """Return a header mutation that overwrites the header, or only adds it if it is absent."""
    action = "OVERWRITE_IF_EXISTS_OR_ADD" if replace else "ADD_IF_ABSENT"
    return {"header": {"key": key, "value": value}, "append_action": action}


def socket_address(host: str, port: int) -> Message:
    """Return a TCP address."""
    return {"socket_address": {"address": host, "port_value": port}}


def unix_address(path: str) -> Message:
    """Return a Unix socket address."""
    return {"pipe": {"path": path}}


def discovery(type_name: str, resources: list[Message]) -> Message:
    """Return a discovery response, the content of a file that Envoy watches."""
    return {"resources": [{"@type": _PREFIX + type_name, **resource} for resource in resources]}
