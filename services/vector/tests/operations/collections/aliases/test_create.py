from typing import Any

import httpx


def test_an_alias_moves_to_another_collection(client: httpx.Client, create: Any) -> None:
    old, new = create([{"id": "1", "text": "old"}]), create([{"id": "1", "text": "new"}])
    first = client.post(f"/collections/{old}/aliases", json={"alias": "current"})
    assert first.json() == {"alias": "current", "collection": old, "moved_from": None}
    again = client.post(f"/collections/{old}/aliases", json={"alias": "current"})
    assert again.json()["moved_from"] is None
    assert client.get("/collections/current").json()["name"] == old
    assert client.post(f"/collections/{new}/aliases", json={"alias": "current"}).json()["moved_from"] == old
    assert client.get("/collections/current").json()["name"] == new
    assert client.get(f"/collections/{old}").json()["aliases"] == []


def test_names_of_collections_are_no_aliases(client: httpx.Client, create: Any) -> None:
    one, other = create(), create()
    error = client.post(f"/collections/{one}/aliases", json={"alias": other}).json()["error"]
    assert error["code"] == "COLLECTION_EXISTS"


def test_aliases_are_limited(client: httpx.Client, create: Any) -> None:
    name = create()
    for number in range(20):
        assert client.post(f"/collections/{name}/aliases", json={"alias": f"a{number}"}).status_code == 201
    error = client.post(f"/collections/{name}/aliases", json={"alias": "one-more"}).json()["error"]
    assert error["code"] == "TOO_MANY_ALIASES"
