import json
from typing import Any

import httpx
import pytest


def load(client: httpx.Client, name: str, content: bytes, **fields: str) -> httpx.Response:
    return client.post(f"/collections/{name}/import-points", files={"file": ("points", content)}, data=fields)


def everything(client: httpx.Client, name: str) -> list[Any]:
    exported = client.post(f"/collections/{name}/export-points", json={}).content.splitlines()
    return sorted((json.loads(one) for one in exported), key=lambda one: one["id"])


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_an_export_is_the_same_collection_again(
    client: httpx.Client, create: Any, trains: str, kind: str
) -> None:
    exported = client.post(f"/collections/{trains}/export-points", json={"format": kind}).content
    copy = create()
    assert load(client, copy, exported).json() == {"written": 3, "skipped": 0, "errors": []}
    assert everything(client, copy) == everything(client, trains)
    found = client.post(f"/collections/{copy}/search", json={"text": "bread", "limit": 1}).json()["results"]
    assert found[0]["id"] == "bread"


def test_vectors_of_another_model_are_an_error(client: httpx.Client, create: Any, trains: str) -> None:
    exported = client.post(f"/collections/{trains}/export-points", json={}).content
    german = create(language="de")
    error = load(client, german, exported).json()["error"]
    assert error["code"] == "MODEL_MISMATCH"
    assert "multilingual-e5-small" in error["message"]
    assert load(client, german, exported, reembed="true").json()["written"] == 3
    assert everything(client, german)[0]["model"] == "multilingual-e5-small"


def test_texts_alone_are_embedded(client: httpx.Client, create: Any) -> None:
    name = create()
    lines = (
        b'\xef\xbb\xbf{"id": "1", "text": "Trains."}\n\n{"id": "2", "text": "Bread.", "payload": {"n": 1}}'
    )
    assert load(client, name, lines).json()["written"] == 2
    found = client.post(f"/collections/{name}/search", json={"text": "bread", "limit": 1}).json()["results"]
    assert found[0]["payload"] == {"n": 1}


def test_wrong_points_are_named_by_their_line(client: httpx.Client, create: Any) -> None:
    name = create(text_search="none", vectors={"v": {"size": 2}})
    lines = b'{"id": "1", "vector": [1, 2]}\n{"id": "2", "vector": [1]}\n'
    assert load(client, name, lines).json()["error"]["code"] == "POINTS_REJECTED"
    skipped = load(client, name, lines, on_error="skip").json()
    assert (skipped["written"], skipped["skipped"]) == (1, 1)
    assert (skipped["errors"][0]["index"], skipped["errors"][0]["code"]) == (2, "VECTOR_SIZE_WRONG")
    for content, code in [
        (b'{"id": "1"}\nnonsense', "IMPORT_LINE_UNREADABLE"),
        (b"[1]", "IMPORT_LINE_UNREADABLE"),
        (b'{"id": "1", "vector": "x"}', "IMPORT_POINT_MALFORMED"),
        (b"PAR1 and nothing else", "PARQUET_UNREADABLE"),
    ]:
        assert load(client, name, content).json()["error"]["code"] == code
