"""A template that asks for a capital."""

from typing import Any

import httpx
import pytest

QUESTION = {
    "prompt": "Name the capital city of {{country}}.{{extra}}",
    "defaults": {"extra": ""},
    "max_tokens": 12,
    "response_format": {
        "type": "json_schema",
        "json_schema": {"name": "city", "schema": {"enum": ["Paris", "Rome"]}, "strict": True},
    },
}


@pytest.fixture
def made(client: httpx.Client) -> dict[str, Any]:
    client.delete("/templates/capital")
    answer = client.post("/templates/capital", json=QUESTION)
    assert answer.status_code == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document
