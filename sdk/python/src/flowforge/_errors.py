"""What can go wrong, as exceptions: one class for each thing that a program does about it."""

from collections.abc import Mapping
from typing import Any

import httpx


class FlowForgeError(Exception):
    """Parent of everything that this package raises."""


class ConnectionFailed(FlowForgeError):
    """The server was not reached, or the connection broke, after all retries."""


class TimedOut(FlowForgeError):
    """Nothing came back within the time that the client waits."""


class JobFailed(FlowForgeError):
    """A job ended without a result."""

    def __init__(self, state: str, code: str, message: str, job: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.state, self.code, self.message, self.job = state, code, message, job


class APIError(FlowForgeError):
    """The server refused the request: `message` names the field and the cause."""

    def __init__(self, response: httpx.Response) -> None:
        error = _envelope(response)
        self.status = response.status_code
        self.code = str(error.get("code", "UNKNOWN"))
        self.message = str(error.get("message", f"The server answered with status {self.status}."))
        self.details: list[dict[str, Any]] = error.get("details") or []
        self.request_id: str | None = error.get("requestId") or response.headers.get("x-request-id")
        self.retryable = bool(error.get("retryable", self.status in (429, 502, 503, 504)))
        self.retry_after = seconds(response.headers.get("retry-after"))
        super().__init__(f"{self.message} ({self.code}, request {self.request_id})")


class InvalidRequest(APIError):
    """400, 405, 413, 415 or 422: change the request before it is sent again."""


class AuthenticationFailed(APIError):
    """401: the key is missing, wrong, expired or revoked."""


class PermissionDenied(APIError):
    """403: the key may not do this."""


class NotFound(APIError):
    """404: there is no such thing, or not for this key."""


class Conflict(APIError):
    """409: the state of the thing does not allow it."""


class RateLimited(APIError):
    """429: the tier's limit is used up; `retry_after` says for how long."""


class ServerError(APIError):
    """5xx: the server could not do it; `retryable` says whether another try may help."""


_BY_STATUS: Mapping[int, type[APIError]] = {
    401: AuthenticationFailed,
    403: PermissionDenied,
    404: NotFound,
    409: Conflict,
    429: RateLimited,
}
_SERVER_ERRORS = 500


def error_of(response: httpx.Response) -> APIError:
    """Return the exception for a failure whose content has been read."""
    default = ServerError if response.status_code >= _SERVER_ERRORS else InvalidRequest
    return _BY_STATUS.get(response.status_code, default)(response)


def seconds(text: str | None) -> float | None:
    """Return the seconds of a Retry-After header; None if it has none."""
    try:
        return max(0.0, float(text)) if text else None
    except ValueError:
        return None


def _envelope(response: httpx.Response) -> Mapping[str, Any]:
    try:
        error = response.json().get("error")
    except (ValueError, AttributeError):
        return {}
    return error if isinstance(error, dict) else {}
