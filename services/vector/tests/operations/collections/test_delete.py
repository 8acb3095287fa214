from typing import Any

import httpx


def test_a_deleted_collection_is_gone_and_its_name_free(client: httpx.Client, create: Any) -> None:
    name = create([{"id": "1", "text": "a text"}])
    assert client.delete(f"/collections/{name}").json() == {"deleted": name}
    assert client.get(f"/collections/{name}").status_code == 404
    assert client.post("/collections", json={"name": name}).status_code == 201
    assert client.get(f"/collections/{name}").json()["points"] == 0


def test_a_stranger_cannot_delete(client: httpx.Client, stranger: httpx.Client, trains: str) -> None:
    assert stranger.delete(f"/collections/{trains}").status_code == 404
    assert client.get(f"/collections/{trains}").status_code == 200
