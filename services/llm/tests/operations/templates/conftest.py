"""A template that asks for a capital."""

from typing import Any

import httpx
import pytest

QUESTION = {
    "prompt": "Name the capital city of {{country}}.{{extra}}",
    "defaults": {"extra": ""},
    "temperature": 0,
    "max_tokens": 12,
}


@pytest.fixture
def made(client: httpx.Client) -> dict[str, Any]:
    client.delete("/templates/capital")
    answer = client.post("/templates/capital", json=QUESTION)
    assert answer.status_code == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document
