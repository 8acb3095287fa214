"""The listener: HTTP/1.1 and HTTP/2, TLS, and checks that precede the filters."""

from flowforge_gateway.declaration.entities import Declaration
from flowforge_gateway.envoy.access_log import access_log
from flowforge_gateway.envoy.filters import http_filters, upgraded_filters
from flowforge_gateway.envoy.local_settings import LocalSettings, Tls
from flowforge_gateway.envoy.messages import (
    CONNECTION_MANAGER,
    DOWNSTREAM_TLS,
    UUID_REQUEST_ID,
    Message,
    seconds,
    socket_address,
    typed,
)
from flowforge_gateway.envoy.replies import local_replies
from flowforge_gateway.envoy.routes import ROUTES

_BUFFER_BYTES = 1 << 20
# The limits that compose sets for Kong, too: one header or address of 64 KB, and not many of them.
_HEADERS_KILOBYTES = 64
_HEADERS = 1000
_HEADERS_SECONDS = 60.0
_IDLE_SECONDS = 75.0
_STREAMS = 100
_STREAM_WINDOW_BYTES = 1 << 20
_CONNECTION_WINDOW_BYTES = 4 << 20


def listener(declaration: Declaration, local: LocalSettings) -> Message:
    """Translate the global plugins, and the filters of every route."""
    chain: Message = {
        "filters": [
            {
                "name": "envoy.filters.network.http_connection_manager",
                "typed_config": typed(CONNECTION_MANAGER, **_connection_manager(declaration, local)),
            }
        ]
    }
    if local.tls is not None:
        chain["transport_socket"] = _tls(local.tls)
    return {
        "name": "gateway",
        "address": socket_address(local.host, local.port),
        "per_connection_buffer_limit_bytes": _BUFFER_BYTES,
        "filter_chains": [chain],
    }


def _connection_manager(declaration: Declaration, local: LocalSettings) -> Message:
    return {
        "stat_prefix": "gateway",
        "codec_type": "AUTO",
        "rds": {
            "route_config_name": ROUTES,
            "config_source": {
                "path_config_source": {"path": str(local.state / "routes.json")},
                "resource_api_version": "V3",
            },
        },
        "http_filters": http_filters(declaration, local),
        "upgrade_configs": [{"upgrade_type": "websocket", "filters": upgraded_filters(declaration, local)}],
        "local_reply_config": local_replies(),
        "access_log": [access_log()],
        **_request_ids(),
        **_hygiene(),
        **_protocols(),
    }


def _request_ids() -> Message:
    """Keep the client's X-Request-ID, generate one if it is missing, and return it in the response."""
    return {
        "generate_request_id": True,
        "preserve_external_request_id": True,
        "always_set_request_id_in_response": True,
        "request_id_extension": {"typed_config": typed(UUID_REQUEST_ID, pack_trace_reason=False)},
    }


def _hygiene() -> Message:
    """Prevent request smuggling and path confusion: paths are normalized before they are matched."""
    return {
        "use_remote_address": True,
        "skip_xff_append": True,  # the header filter adds the address; Envoy hides a loopback one
        "normalize_path": True,
        "merge_slashes": True,
        "path_with_escaped_slashes_action": "KEEP_UNCHANGED",
        "strip_any_host_port": True,
        "server_name": "flowforge",
        "server_header_transformation": "APPEND_IF_ABSENT",
        "http_protocol_options": {
            "accept_http_10": True,
            "default_host_for_http_10": "flowforge",
        },
        "max_request_headers_kb": _HEADERS_KILOBYTES,
        "request_headers_timeout": seconds(_HEADERS_SECONDS),
        "common_http_protocol_options": {
            "idle_timeout": seconds(_IDLE_SECONDS),
            "max_headers_count": _HEADERS,
            "headers_with_underscores_action": "DROP_HEADER",  # X_User_ID is not X-User-ID
        },
    }


def _protocols() -> Message:
    return {
        "stream_idle_timeout": "0s",  # each route has its own
        "http2_protocol_options": {
            "max_concurrent_streams": _STREAMS,
            "initial_stream_window_size": _STREAM_WINDOW_BYTES,
            "initial_connection_window_size": _CONNECTION_WINDOW_BYTES,
        },
    }


def _tls(tls: Tls) -> Message:
    return {
        "name": "envoy.transport_sockets.tls",
        "typed_config": typed(
            DOWNSTREAM_TLS,
            common_tls_context={
                "alpn_protocols": ["h2", "http/1.1"],
                "tls_params": {
                    "tls_minimum_protocol_version": f"TLSv{tls.minimum.replace('.', '_')}",
                    "tls_maximum_protocol_version": "TLSv1_3",
                },
                "tls_certificates": [
                    {
                        "certificate_chain": {"filename": str(tls.certificate)},
                        "private_key": {"filename": str(tls.key)},
                    }
                ],
            },
        ),
    }
