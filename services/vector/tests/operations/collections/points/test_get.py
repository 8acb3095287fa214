from typing import Any

import httpx


def test_points_come_in_the_order_asked_for(client: httpx.Client, trains: str) -> None:
    body = {"ids": ["cat", "nobody", "train"], "with_vectors": True}
    answer = client.post(f"/collections/{trains}/points/get", json=body).json()
    assert [one["id"] for one in answer["points"]] == ["cat", "train"]
    assert answer["missing"] == ["nobody"]
    assert len(answer["points"][0]["vectors"]["dense"]["text"]) == 384
    assert "keywords" in answer["points"][0]["vectors"]["sparse"]


def test_a_payload_comes_back_as_it_was(client: httpx.Client, create: Any) -> None:
    payload = {"a": None, "b": [1, 2.5, "x", {"c": True}], "text": 5, "ü": "é\n", "n": 2**53}
    name = create(text_search="none", vectors={"v": {"size": 1}})
    points = [{"id": "1", "vector": [1], "payload": payload}]
    assert client.post(f"/collections/{name}/points/upsert", json={"points": points}).status_code == 200
    found = client.post(f"/collections/{name}/points/get", json={"ids": ["1"]}).json()["points"][0]
    assert found == {"id": "1", "text": None, "payload": payload, "vectors": None}
