from typing import Any

import httpx


def clear(client: httpx.Client, name: str, **body: Any) -> httpx.Response:
    return client.post(f"/collections/{name}/points/clear-payload", json=body)


def test_all_fields_are_deleted(client: httpx.Client, plane: str) -> None:
    assert clear(client, plane, filter={"n": [1, 3]}).json() == {"changed": 2}
    points = client.post(f"/collections/{plane}/points/scroll", json={}).json()["points"]
    assert {one["id"]: one["payload"] for one in points} == {
        "east": {},
        "north": {"n": 2, "tags": ["b"]},
        "northeast": {},
    }


def test_texts_stay(client: httpx.Client, trains: str) -> None:
    assert clear(client, trains, ids=["train"]).json() == {"changed": 1}
    found = client.post(f"/collections/{trains}/search", json={"text": "train", "limit": 1}).json()
    hit = found["results"][0]
    assert (hit["id"], hit["text"], hit["payload"]) == ("train", "Trains to the coast leave at eight.", {})


def test_an_empty_filter_is_refused(client: httpx.Client, plane: str) -> None:
    assert clear(client, plane, filter={}).json()["error"]["code"] == "FILTER_EMPTY"


def test_a_stranger_cannot_clear(stranger: httpx.Client, plane: str) -> None:
    assert clear(stranger, plane, ids=["east"]).json()["error"]["code"] == "COLLECTION_UNKNOWN"
