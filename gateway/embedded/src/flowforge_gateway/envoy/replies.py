"""Error responses of Envoy itself, in the error envelope and with Kong's status codes."""

from typing import Any

from flowforge_gateway.envoy.messages import EXPRESSION_FILTER, Message, header, typed

# A malformed request has no id yet. The second command is always empty: one alone would become null.
_REQUEST_ID = "%REQ(X-REQUEST-ID)%%TRAILER(X-NONE)%"
_FIRST_RETRYABLE = 502
_SOON = frozenset({502, 503})
_RETRY_SECONDS = "2"  # one interval of the health checks


def local_replies() -> Message:
    """Map response flags to status and error code. The first match applies."""
    return {
        "mappers": [
            # The decision service's own refusals are 401, 403 and 429, and come in the envelope already.
            _flags(
                ["UAEX"],
                503,
                "UNAVAILABLE",
                "The gateway cannot authorize requests at the moment; try again",
                also=503,
            ),
            _flags(["NR"], 404, "NOT_FOUND", "No route has this address"),
            _flags(
                ["UH", "NC", "UO", "OM"],
                503,
                "UNAVAILABLE",
                "The service is temporarily unavailable; try again",
            ),
            _flags(["UT", "SI", "DT"], 504, "TIMED_OUT", "The service took too long to answer", also=504),
            _flags(
                ["SI", "DT"], 408, "REQUEST_TIMED_OUT", "The request body did not arrive in time", also=408
            ),
            _flags(
                ["UF", "UC", "UR", "LR", "UPE", "URX"],
                502,
                "UPSTREAM_FAILED",
                "The service closed or refused the connection",
            ),
            _status(413, "PAYLOAD_TOO_LARGE", "The request body is larger than this service accepts"),
            _status(404, "NOT_FOUND", "%LOCAL_REPLY_BODY%"),  # a declared termination brings its own words
            _status(405, "METHOD_NOT_ALLOWED", "%LOCAL_REPLY_BODY%"),
            _status(431, "BAD_REQUEST", "The address and the headers are larger than 64 KB"),
            _details("direct_response", 400, "BAD_REQUEST", "%LOCAL_REPLY_BODY%"),
            _status(400, "BAD_REQUEST", "The request is malformed"),
        ]
    }


def envelope(code: str, message: str, *, retryable: bool) -> Message:
    """Return the format of the error envelope. Envoy escapes the values."""
    content: dict[str, Any] = {
        "code": code,
        "message": message,
        "details": [],
        "requestId": _REQUEST_ID,
        "retryable": retryable,
    }
    return {
        "json_format": {"error": content},
        "omit_empty_values": True,
        "content_type": "application/json; charset=utf-8",
    }


def _mapper(condition: Message, status: int, code: str, message: str) -> Message:
    mapper: Message = {
        "filter": condition,
        "status_code": status,
        "body_format_override": envelope(code, message, retryable=status >= _FIRST_RETRYABLE),
    }
    if status in _SOON:
        mapper["headers_to_add"] = [header("Retry-After", _RETRY_SECONDS)]
    return mapper


def _flags(flags: list[str], status: int, code: str, message: str, *, also: int | None = None) -> Message:
    condition: Message = {"response_flag_filter": {"flags": flags}}
    if also is not None:
        condition = {"and_filter": {"filters": [condition, _status_is(also)]}}
    return _mapper(condition, status, code, message)


def _status(status: int, code: str, message: str) -> Message:
    return _mapper(_status_is(status), status, code, message)


def _details(details: str, status: int, code: str, message: str) -> Message:
    expression = f"response.code_details == '{details}' && response.code == {status}"
    extension = {
        "name": "envoy.access_loggers.extension_filters.cel",
        "typed_config": typed(EXPRESSION_FILTER, expression=expression),
    }
    return _mapper({"extension_filter": extension}, status, code, message)


def _status_is(status: int) -> Message:
    comparison = {"op": "EQ", "value": {"default_value": status, "runtime_key": f"flowforge.reply.{status}"}}
    return {"status_code_filter": {"comparison": comparison}}
