from typing import Any

import httpx


def payloads(client: httpx.Client, name: str, *ids: str) -> list[Any]:
    found = client.post(f"/collections/{name}/points/get", json={"ids": ids}).json()
    return [one["payload"] for one in found["points"]]


def test_given_fields_change_and_others_stay(client: httpx.Client, plane: str) -> None:
    address = f"/collections/{plane}/points/set-payload"
    body = {"ids": ["east", "nobody"], "payload": {"n": 9, "new": [1]}}
    assert client.post(address, json=body).json() == {"changed": 1}
    assert payloads(client, plane, "east") == [{"n": 9, "tags": ["a", "b"], "new": [1]}]
    assert client.post(address, json={"filter": {"n": [2, 3]}, "payload": {"n": 0}}).json() == {"changed": 2}
    assert [one["n"] for one in payloads(client, plane, "north", "northeast")] == [0, 0]


def test_ids_and_searchable_texts_are_not_payload(client: httpx.Client, trains: str) -> None:
    address = f"/collections/{trains}/points/set-payload"
    for payload, code in [
        ({"text": "other"}, "FIELD_RESERVED"),
        ({"_id": "x"}, "PAYLOAD_NOT_ALLOWED"),
        ({"n": 2**70}, "PAYLOAD_NOT_ALLOWED"),
    ]:
        answer = client.post(address, json={"ids": ["cat"], "payload": payload})
        assert answer.json()["error"]["code"] == code
