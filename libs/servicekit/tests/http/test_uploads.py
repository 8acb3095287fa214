"""Uploads that land in the file store: kept by the handler, or given up."""

import base64
import hashlib
import os
import time

import httpx
import pytest

from servicekit.testing import ServedProcess, serve_process

CONTENT = os.urandom(5_000_000)
RAW = {"content-type": "application/octet-stream"}


def usage(stream: httpx.Client) -> dict[str, int]:
    found: dict[str, int] = stream.get("/usage").json()
    return found


def wait_for_usage(stream: httpx.Client, expected: dict[str, int]) -> None:
    """What a handler leaves is given up after its answer."""
    until = time.monotonic() + 10
    while usage(stream) != expected and time.monotonic() < until:
        time.sleep(0.02)
    assert usage(stream) == expected


@pytest.mark.parametrize("way", ["multipart", "raw", "base64", "file_id"])
def test_a_file_is_kept_however_it_comes(stream: httpx.Client, way: str) -> None:
    content = CONTENT[:500_000] + way.encode()
    before = usage(stream)
    if way == "multipart":
        answer = stream.post("/hold", files={"file": ("a.bin", content)})
    elif way == "raw":
        answer = stream.post("/hold", content=content, headers=RAW)
    elif way == "base64":
        answer = stream.post("/hold", json={"file": {"base64": base64.b64encode(content).decode()}})
    else:
        first = stream.post("/hold", content=content, headers=RAW).json()
        before = usage(stream)
        answer = stream.post("/hold", json={"file": {"file_id": first["file_id"]}})
        assert answer.json()["file_id"] != first["file_id"]
    assert answer.status_code == 201, answer.text
    assert answer.json()["sha256"] == hashlib.sha256(content).hexdigest()
    assert usage(stream)["bytes"] == before["bytes"] + len(content)
    again = stream.post("/hold", json={"file": {"file_id": answer.json()["file_id"]}, "then": "leave"})
    assert again.json()["sha256"] == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(("then", "status"), [("leave", 201), ("fail", 422)])
def test_what_is_not_kept_is_given_up(stream: httpx.Client, then: str, status: int) -> None:
    before = usage(stream)
    answer = stream.post("/hold", files={"file": ("a.bin", CONTENT)}, data={"then": then})
    assert answer.status_code == status, answer.text
    wait_for_usage(stream, before)


def test_a_form_that_is_wrong_keeps_nothing(stream: httpx.Client) -> None:
    before = usage(stream)
    answer = stream.post("/hold", files={"file": ("a.bin", CONTENT)}, data={"then": "vanish"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "VALIDATION_ERROR")
    assert usage(stream) == before


def test_too_large_a_file_keeps_nothing(stream: httpx.Client) -> None:
    before = usage(stream)
    for sent in ({"files": {"file": ("a", CONTENT * 5)}}, {"content": CONTENT * 5, "headers": RAW}):
        answer = stream.post("/hold", **sent)
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "FILE_TOO_LARGE")
    assert usage(stream) == before


def test_without_a_store_nothing_is_taken(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("storeless")
    server: ServedProcess
    with serve_process("stream_sample.app:app", folder) as server:
        answer = httpx.post(f"{server.url}/api/v1/stream/hold", content=b"x", headers=RAW)
    assert answer.json()["error"]["code"] == "FILE_STORE_NOT_CONFIGURED"
