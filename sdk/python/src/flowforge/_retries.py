"""When a call is sent again, and after how long."""

import random

import httpx

from flowforge._errors import seconds

_PASSING = {429, 502, 503, 504}
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 8.0
_LONGEST_ASKED = 60.0


def pause_before_retry(response: httpx.Response, attempt: int) -> float | None:
    """Return the seconds to wait before the next try; None if another try cannot help.

    The server says whether a failure passes (`retryable`) and for how long (`Retry-After`).
    """
    if response.status_code not in _PASSING or not _retryable(response):
        return None
    asked = seconds(response.headers.get("retry-after"))
    if asked is None:
        return growing_pause(attempt)
    return asked if asked <= _LONGEST_ASKED else None


def growing_pause(attempt: int) -> float:
    """Return the seconds before try number *attempt* + 1: they double, and differ between callers."""
    longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0**attempt)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - no secret


def _retryable(response: httpx.Response) -> bool:
    try:
        return bool(response.json()["error"]["retryable"])
    except (ValueError, KeyError, TypeError):
        return True
