"""What every answer of a gateway has in common."""

from typing import Any

import httpx

_RETRYABLE = frozenset({429, 502, 503, 504})


def assert_refused(answer: httpx.Response, status: int, code: str) -> str:
    """Check that the gateway answered with *status*, in the envelope to the letter; return the message."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert list(answer.json()) == ["error"]
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "details", "requestId", "retryable"}
    assert error["code"] == code
    assert error["details"] == []
    assert error["retryable"] is (status in _RETRYABLE)
    assert error["requestId"] == answer.headers["x-request-id"]
    message = error["message"]
    assert isinstance(message, str)
    assert message
    return message


def told(answer: httpx.Response) -> dict[str, str]:
    """Return the headers that the service was sent; one that came twice is an error."""
    assert answer.status_code == httpx.codes.OK, answer.text
    headers: list[list[str]] = answer.json()["headers"]
    names = [name for name, _ in headers]
    assert len(names) == len(set(names)), names
    return {name: value for name, value in headers}  # noqa: C416 - a list of two is no tuple to mypy


def content(answer: httpx.Response) -> Any:
    """Return the JSON of an answer that succeeded."""
    assert answer.status_code == httpx.codes.OK, answer.text
    return answer.json()
