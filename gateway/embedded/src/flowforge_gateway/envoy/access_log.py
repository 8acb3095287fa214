"""The access log: one JSON line for each request, without credentials and query strings."""

from flowforge_gateway.envoy.messages import STDOUT_LOG, Message, typed

FIELDS = {
    "time": "%START_TIME%",
    "method": "%REQ(:METHOD)%",
    "path": "%PATH(NQ)%",
    "route": "%ROUTE_NAME%",
    "service": "%UPSTREAM_CLUSTER%",
    "status": "%RESPONSE_CODE%",
    "flags": "%RESPONSE_FLAGS%",
    "details": "%RESPONSE_CODE_DETAILS%",
    "consumer": "%REQ(X-CONSUMER-USERNAME)%",
    "request_id": "%REQ(X-REQUEST-ID)%",
    "client": "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%",
    "protocol": "%PROTOCOL%",
    "bytes_in": "%BYTES_RECEIVED%",
    "bytes_out": "%BYTES_SENT%",
    "milliseconds": "%DURATION%",
    "upstream_milliseconds": "%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%",
    "user_agent": "%REQ(USER-AGENT)%",
}


def access_log() -> Message:
    """Write the access log to standard output, as kong.yml's file-log does."""
    return {
        "name": "envoy.access_loggers.stdout",
        "typed_config": typed(STDOUT_LOG, log_format={"json_format": FIELDS}),
    }
