"""Calls of the operations on JSON."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

Call = Callable[..., httpx.Response]


@pytest.fixture
def call(client: httpx.Client) -> Call:
    def call(operation: str, **fields: Any) -> httpx.Response:
        return client.post(f"/api/v1/data/json/{operation}", json=fields)

    return call


@pytest.fixture
def result(call: Call) -> Callable[..., Any]:
    def result(operation: str, **fields: Any) -> Any:
        answer = call(operation, **fields)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return result


@pytest.fixture
def code(call: Call) -> Callable[..., tuple[int, str]]:
    def code(operation: str, **fields: Any) -> tuple[int, str]:
        answer = call(operation, **fields)
        return answer.status_code, answer.json()["error"]["code"]

    return code
