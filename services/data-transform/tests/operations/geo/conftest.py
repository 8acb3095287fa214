"""Calls of the operations on places."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest


@pytest.fixture
def call(client: httpx.Client) -> Callable[..., Any]:
    def call(operation: str, **fields: Any) -> Any:
        answer = client.post(f"/api/v1/data/geo/{operation}", json=fields)
        body = answer.json()
        return body if answer.status_code == 200 else (answer.status_code, body["error"]["code"])

    return call
