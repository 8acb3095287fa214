import json
from typing import Any

import httpx


def test_lines_have_everything(client: httpx.Client, trains: str) -> None:
    answer = client.post(f"/collections/{trains}/export-points", json={"filter": {"topic": "food"}})
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    (line,) = [json.loads(one) for one in answer.content.splitlines()]
    assert (line["id"], line["text"], line["model"]) == (
        "bread",
        "The bakery sells fresh bread.",
        "all-minilm-l6-v2",
    )
    assert line["payload"] == {"topic": "food", "year": 2025}
    assert len(line["vectors"]["text"]) == 384
    assert len(line["sparse_vectors"]["keywords"]["indices"]) == 4


def test_vectors_may_be_left_out(client: httpx.Client, trains: str) -> None:
    answer = client.post(f"/collections/{trains}/export-points", json={"with_vectors": False})
    lines = [json.loads(one) for one in answer.content.splitlines()]
    assert {tuple(one) for one in lines} == {("id", "text", "payload")}


def test_all_pages_are_exported(client: httpx.Client, create: Any) -> None:
    points = [{"id": f"p{number}", "vector": [1, number]} for number in range(1201)]
    name = create(points, text_search="none", vectors={"v": {"size": 2}})
    answer = client.post(f"/collections/{name}/export-points", json={})
    assert len({json.loads(one)["id"] for one in answer.content.splitlines()}) == 1201
