from typing import Any

import httpx

TEXT = "# Hours\n\nThe office opens at nine."


def overwrite(client: httpx.Client, name: str, **body: Any) -> httpx.Response:
    return client.post(f"/collections/{name}/points/overwrite-payload", json=body)


def payloads(client: httpx.Client, name: str) -> dict[str, Any]:
    points = client.post(f"/collections/{name}/points/scroll", json={}).json()["points"]
    return {one["id"]: one["payload"] for one in points}


def test_other_fields_are_deleted(client: httpx.Client, plane: str) -> None:
    assert overwrite(client, plane, ids=["east", "nowhere"], payload={"new": 1}).json() == {"changed": 1}
    found = payloads(client, plane)
    assert found["east"] == {"new": 1}
    assert found["north"] == {"n": 2, "tags": ["b"]}


def test_a_filter_may_be_about_fields_that_are_replaced(client: httpx.Client, plane: str) -> None:
    answer = overwrite(client, plane, filter={"tags": ["b"]}, payload={"tags": ["c"]})
    assert answer.json() == {"changed": 2}
    found = payloads(client, plane)
    assert found["east"] == found["north"] == {"tags": ["c"]}
    assert found["northeast"]["n"] == 3


def test_names_with_dots_are_fields_too(client: httpx.Client, plane: str) -> None:
    point = {"id": "odd", "vector": [2, 1], "payload": {"a.b": 1, "a": {"b": 2}, "c d[]": 3}}
    client.post(f"/collections/{plane}/points/upsert", json={"points": [point]})
    assert overwrite(client, plane, ids=["odd"], payload={"e": 5}).status_code == 200
    assert payloads(client, plane)["odd"] == {"e": 5}


def test_texts_and_places_of_chunks_stay(client: httpx.Client, trains: str) -> None:
    document = {"text": TEXT, "document_id": "hours", "metadata": {"team": "desk"}}
    client.post(f"/collections/{trains}/ingest", json=document)
    assert overwrite(client, trains, ids=["bread", "hours#0"], payload={"seen": True}).status_code == 200
    found = client.post(f"/collections/{trains}/points/get", json={"ids": ["bread", "hours#0"]}).json()
    bread, chunk = found["points"]
    assert (bread["text"], bread["payload"]) == ("The bakery sells fresh bread.", {"seen": True})
    assert chunk["payload"]["document_id"] == "hours"
    assert (chunk["payload"]["seen"], "team" in chunk["payload"]) == (True, False)
    assert client.post(f"/collections/{trains}/ingest", json=document).json()["status"] == "unchanged"


def test_the_text_cannot_be_overwritten(client: httpx.Client, trains: str) -> None:
    error = overwrite(client, trains, ids=["bread"], payload={"text": "Other."}).json()["error"]
    assert error["code"] == "FIELD_RESERVED"


def test_payloads_that_no_store_keeps_are_refused(client: httpx.Client, plane: str) -> None:
    error = overwrite(client, plane, ids=["east"], payload={"n": 2**70}).json()["error"]
    assert error["code"] == "PAYLOAD_NOT_ALLOWED"
