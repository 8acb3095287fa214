from typing import Any

import httpx
import pytest


def upsert(client: httpx.Client, name: str, points: list[Any], **options: Any) -> httpx.Response:
    return client.post(f"/collections/{name}/points/upsert", json={"points": points, **options})


def points(client: httpx.Client, name: str) -> int:
    return int(client.get(f"/collections/{name}").json()["points"])


def test_a_point_is_replaced_under_its_id(client: httpx.Client, trains: str) -> None:
    answer = upsert(client, trains, [{"id": "cat", "text": "Dogs bark."}]).json()
    assert answer == {"written": 1, "ids": ["cat"], "errors": []}
    assert points(client, trains) == 3
    found = client.post(f"/collections/{trains}/search", json={"text": "dogs", "limit": 1}).json()
    assert found["results"][0]["text"] == "Dogs bark."


def test_a_retry_without_ids_adds_nothing(client: httpx.Client, create: Any) -> None:
    name = create()
    first = upsert(client, name, [{"text": "one"}, {"text": "two", "payload": {"n": 1}}]).json()
    again = upsert(client, name, [{"text": "one"}, {"text": "two", "payload": {"n": 1}}]).json()
    assert first["ids"] == again["ids"]
    assert points(client, name) == 2


@pytest.mark.parametrize(
    ("point", "code"),
    [
        ({"vector": [1, 2, 3]}, "VECTOR_SIZE_WRONG"),
        ({"vector": [0, 0]}, "VECTOR_ZERO"),
        ({"vector": [1e39, 1]}, "VECTOR_NOT_FINITE"),
        ({"vectors": {"other": [1, 2]}}, "VECTOR_UNKNOWN"),
        ({"sparse_vectors": {"other": {"indices": [1], "values": [1]}}}, "VECTOR_UNKNOWN"),
        ({"payload": {"a": 1}}, "POINT_EMPTY"),
        ({"text": "words"}, "TEXT_NOT_SEARCHABLE"),
        ({"vector": [1, 2], "payload": {"_id": 1}}, "PAYLOAD_RESERVED"),
        ({"vector": [1, 2], "payload": {"n": 2**63}}, "PAYLOAD_NUMBER"),
        ({"vector": [1, 2], "payload": {"n": list(range(10_001))}}, "PAYLOAD_TOO_LARGE"),
    ],
)
def test_one_wrong_point_rejects_the_batch_or_is_skipped(
    client: httpx.Client, plane: str, point: dict[str, Any], code: str
) -> None:
    batch = [{"id": "new", "vector": [1, 2]}, {"id": "wrong", **point}]
    refused = upsert(client, plane, batch)
    assert refused.status_code == 422
    assert refused.json()["error"]["code"] == "POINTS_REJECTED"
    assert "'points[1]'" in refused.json()["error"]["message"]
    assert points(client, plane) == 3
    skipped = upsert(client, plane, batch, on_error="skip").json()
    assert skipped["written"] == 1
    assert [(one["index"], one["id"], one["code"]) for one in skipped["errors"]] == [(1, "wrong", code)]
    assert points(client, plane) == 4


def test_deep_payloads_are_refused(client: httpx.Client, plane: str) -> None:
    payload: dict[str, Any] = {}
    for _ in range(40):
        payload = {"a": payload}
    error = upsert(client, plane, [{"vector": [1, 2], "payload": payload}]).json()["error"]
    assert "32 levels" in error["message"]


def test_texts_of_a_point_agree_and_are_not_blank(client: httpx.Client, create: Any) -> None:
    name = create()
    for point, words in [
        ({"text": "a", "payload": {"text": "b"}}, "differs"),
        ({"text": " \n"}, "white space"),
        ({"text": "\x00"}, "white space"),
    ]:
        assert words in upsert(client, name, [point]).json()["error"]["message"]


def test_a_nul_hides_nothing(client: httpx.Client, create: Any) -> None:
    name = create([{"id": "1", "text": "bread\x00 volcano"}, {"id": "2", "text": "bread"}])
    found = client.post(f"/collections/{name}/search", json={"text": "volcano", "limit": 1}).json()["results"]
    assert (found[0]["id"], found[0]["text"]) == ("1", "bread\x00 volcano")


def test_ids_are_unique_within_a_request(client: httpx.Client, plane: str) -> None:
    batch = [{"id": "a", "vector": [1, 2]}, {"id": "a", "vector": [2, 1]}]
    assert "twice" in upsert(client, plane, batch).json()["error"]["message"]


def test_numbers_and_uuids_stay_what_they_are(client: httpx.Client, plane: str) -> None:
    identifier = "2f1c1e9e-93f0-4c0e-8f3c-2d7a3b1f6c11"
    batch = [
        {"id": 42, "vector": [3, 1]},
        {"id": identifier, "vector": [4, 1]},
        {"id": "007", "vector": [5, 1]},
    ]
    assert upsert(client, plane, batch).json()["ids"] == ["42", identifier, "007"]


def test_wrong_types_are_refused(client: httpx.Client, plane: str) -> None:
    for wrong in [[], [{"vector": "near"}], [{"vector": []}], ["text"], [{"vector": [1, 2], "other": 1}]]:
        assert upsert(client, plane, wrong).status_code == 422


def test_a_batch_of_100_000_is_refused_with_its_limit(client: httpx.Client, plane: str) -> None:
    error = upsert(client, plane, [{"vector": [1, 2]}] * 100_000).json()["error"]
    assert "10000" in error["message"].replace(",", "")


def test_a_stranger_cannot_write(stranger: httpx.Client, trains: str) -> None:
    assert upsert(stranger, trains, [{"text": "x"}]).status_code == 404


def test_tiers_limit_points_whoever_writes_them(
    trial: httpx.Client, client: httpx.Client, plane: str
) -> None:
    body = {"name": "small", "text_search": "none", "vectors": {"v": {"size": 2}}}
    shared = trial.post("/collections", json=body).json()["id"]
    trial.put("/collections/small/grants", json={"consumer": "ada", "role": "write"})
    batch = [{"id": number, "vector": [1, number]} for number in range(1, 7)]
    for writer, name in ((trial, "small"), (client, shared)):
        error = upsert(writer, name, batch).json()["error"]
        assert (error["code"], error["retryable"]) == ("POINT_QUOTA_REACHED", False)
        assert "5 allowed" in error["message"]
        assert upsert(writer, name, batch[:5]).status_code == 200
    assert upsert(client, plane, batch).status_code == 200
