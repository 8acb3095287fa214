"""Calls of the queries, on the document of RFC 9535, section 1.5."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest

STORE = {
    "store": {
        "book": [
            {
                "category": "reference",
                "author": "Nigel Rees",
                "title": "Sayings of the Century",
                "price": 8.95,
            },
            {"category": "fiction", "author": "Evelyn Waugh", "title": "Sword of Honour", "price": 12.99},
            {"category": "fiction", "author": "Herman Melville", "title": "Moby Dick", "price": 8.99},
        ],
        "bicycle": {"color": "red", "price": 399},
    }
}


@dataclass
class Queries:
    client: httpx.Client

    def call(self, language: str, **fields: Any) -> httpx.Response:
        return self.client.post(f"/api/v1/data/query/{language}", json=fields)

    def result(self, language: str, query: str, **fields: Any) -> Any:
        answer = self.call(language, query=query, **({"data": STORE} | fields))
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def failure(self, language: str, **fields: Any) -> tuple[int, str]:
        answer = self.call(language, **fields)
        return answer.status_code, answer.json()["error"]["code"]

    def rows(self, query: str, **fields: Any) -> Any:
        answer = self.call(
            "sql", query=query, **({"data": [{"n": 1, "s": "x"}, {"n": 5, "s": "y"}]} | fields)
        )
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def queries(client: httpx.Client) -> Queries:
    return Queries(client)
