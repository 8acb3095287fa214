"""Errors that Envoy itself answers, in the one envelope and with the statuses that Kong gives them."""

from typing import Any

from flowforge_gateway.envoy.messages import Message

# A request that is turned away before it has an id (a malformed one) gets "-".
_REQUEST_ID = "%REQ(X-REQUEST-ID)%"
_FIRST_RETRYABLE = 502


def local_replies() -> Message:
    """Map what Envoy found to status and code; the first that fits is taken."""
    return {
        "mappers": [
            # The decision service's own refusals are 401, 403 and 429, and come in the envelope already.
            _flags(
                ["UAEX"], 503, "UNAVAILABLE", "The gateway cannot decide on requests now; try again", also=503
            ),
            _flags(["NR"], 404, "NOT_FOUND", "No route has this address"),
            _flags(
                ["UH", "NC", "UO", "OM"], 503, "UNAVAILABLE", "The service is not available now; try again"
            ),
            _flags(["UT", "SI", "DT"], 504, "TIMED_OUT", "The service took too long to answer", also=504),
            _flags(
                ["SI", "DT"], 408, "REQUEST_TIMED_OUT", "The request's body did not arrive in time", also=408
            ),
            _flags(
                ["UF", "UC", "UR", "LR", "UPE", "URX"],
                502,
                "UPSTREAM_FAILED",
                "The service broke the connection or refused it",
            ),
            _status(413, "PAYLOAD_TOO_LARGE", "The body is larger than this service takes"),
            _status(404, "NOT_FOUND", "%LOCAL_REPLY_BODY%"),  # a declared termination brings its own words
            _status(431, "BAD_REQUEST", "The request's headers are too large"),
            _status(400, "BAD_REQUEST", "The request is malformed"),
            _status(426, "BAD_REQUEST", "HTTP/1.0 is not spoken here; use HTTP/1.1 or HTTP/2"),
        ]
    }


def envelope(code: str, message: str, *, retryable: bool) -> Message:
    """Format the envelope; Envoy escapes what it puts in."""
    content: dict[str, Any] = {
        "code": code,
        "message": message,
        "details": [],
        "requestId": _REQUEST_ID,
        "retryable": retryable,
    }
    return {"json_format": {"error": content}, "content_type": "application/json; charset=utf-8"}


def _mapper(condition: Message, status: int, code: str, message: str) -> Message:
    return {
        "filter": condition,
        "status_code": status,
        "body_format_override": envelope(code, message, retryable=status >= _FIRST_RETRYABLE),
    }


def _flags(flags: list[str], status: int, code: str, message: str, *, also: int | None = None) -> Message:
    condition: Message = {"response_flag_filter": {"flags": flags}}
    if also is not None:
        condition = {"and_filter": {"filters": [condition, _status_is(also)]}}
    return _mapper(condition, status, code, message)


def _status(status: int, code: str, message: str) -> Message:
    return _mapper(_status_is(status), status, code, message)


def _status_is(status: int) -> Message:
    comparison = {"op": "EQ", "value": {"default_value": status, "runtime_key": f"flowforge.reply.{status}"}}
    return {"status_code_filter": {"comparison": comparison}}
