"""Calls of the operations on one table, with people for a table."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest

PEOPLE = [
    {"id": 1, "name": "Ada", "city": "London", "amount": 120.5, "note": "math"},
    {"id": 2, "name": "grace", "city": "Arlington", "amount": 80.0, "note": None},
    {"id": 3, "name": "Linus", "city": "London", "amount": None, "note": ""},
    {"id": 10, "name": "Ada", "city": None, "amount": 5.0, "note": "a, b"},
]


@dataclass
class Tables:
    client: httpx.Client

    def call(self, operation: str, **fields: Any) -> httpx.Response:
        return self.client.post(f"/api/v1/data/tables/{operation}", json={"data": PEOPLE, **fields})

    def rows(self, operation: str, **fields: Any) -> Any:
        answer = self.call(operation, **fields)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ids(self, operation: str, **fields: Any) -> list[int]:
        return [row["id"] for row in self.rows(operation, **fields)]

    def code(self, operation: str, **fields: Any) -> tuple[int, str]:
        answer = self.call(operation, **fields)
        return answer.status_code, answer.json()["error"]["code"]


@pytest.fixture
def tables(client: httpx.Client) -> Tables:
    return Tables(client)
