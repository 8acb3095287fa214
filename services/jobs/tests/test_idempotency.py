"""Idempotency-Key on operations of any service, through real services."""

import threading
import uuid
from pathlib import Path

import httpx
import pytest
from jobs_stand import Platform, until

WORK = "/api/v1/sample/work"


def headers(key: str | None = None) -> dict[str, str]:
    return {"Idempotency-Key": key or str(uuid.uuid4())}


def test_a_second_request_gets_the_answer_of_the_first(sample: httpx.Client, tmp_path: Path) -> None:
    request, key = {"trace": str(tmp_path / "trace")}, headers()
    first = sample.post(WORK, json=request, headers=key)
    again = sample.post(WORK, json=request, headers=key)
    assert (first.json(), again.json()) == ({"calls": 1}, {"calls": 1})
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert sample.post(WORK, json=request, headers=headers()).json() == {"calls": 2}


def test_another_request_under_the_key_is_refused(sample: httpx.Client, tmp_path: Path) -> None:
    key = headers()
    assert sample.post(WORK, json={"trace": str(tmp_path / "a")}, headers=key).is_success
    answer = sample.post(WORK, json={"trace": str(tmp_path / "b")}, headers=key)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")


def test_keys_of_consumers_are_their_own(running: Platform, tmp_path: Path) -> None:
    key = headers()
    with running.client("sample") as ann, running.client("sample", "bob") as bob:
        for number, client in enumerate((ann, bob), 1):
            answer = client.post(WORK, json={"trace": str(tmp_path / "trace")}, headers=key)
            assert answer.json() == {"calls": number}


def test_a_request_that_runs_is_said_to(sample: httpx.Client, running: Platform, tmp_path: Path) -> None:
    request, key = {"trace": str(tmp_path / "trace"), "seconds": 1}, headers()

    def send() -> None:
        with running.client("sample") as client:
            client.post(WORK, json=request, headers=key)

    thread = threading.Thread(target=send)
    thread.start()
    until((tmp_path / "trace").exists)
    answer = sample.post(WORK, json=request, headers=key)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "IDEMPOTENCY_KEY_IN_USE")
    assert answer.headers["retry-after"] == "1"
    thread.join()
    assert sample.post(WORK, json=request, headers=key).json() == {"calls": 1}


def test_a_caller_that_was_cut_off_finds_the_answer(sample: httpx.Client, tmp_path: Path) -> None:
    request, key = {"trace": str(tmp_path / "trace"), "seconds": 1}, headers()
    with pytest.raises(httpx.ReadTimeout):
        sample.post(WORK, json=request, headers=key, timeout=0.4)
    answer = until(lambda: (got := sample.post(WORK, json=request, headers=key)).is_success and got)
    assert answer.json() == {"calls": 1}


def test_a_failure_is_not_kept(sample: httpx.Client, tmp_path: Path) -> None:
    request, key = {"trace": str(tmp_path / "trace"), "failures": 1}, headers()
    assert sample.post(WORK, json=request, headers=key).status_code == 502
    assert sample.post(WORK, json=request, headers=key).json() == {"calls": 2}


def test_files_are_compared_and_sent_again(sample: httpx.Client) -> None:
    key = headers()
    first, again, other = (
        sample.post("/api/v1/sample/reverse", files={"file": ("a.txt", content)}, headers=key)
        for content in (b"abc", b"abc", b"abd")
    )
    assert first.content == again.content == b"cba"
    assert first.headers["content-disposition"] == again.headers["content-disposition"]
    assert other.json()["error"]["code"] == "IDEMPOTENCY_KEY_REUSED"


def test_an_answer_to_a_secret_is_sealed(sample: httpx.Client, running: Platform) -> None:
    key, request = headers(), {"secret": "a very long and quiet secret"}
    for _ in range(2):
        answer = sample.post("/api/v1/sample/keep-quiet", json=request, headers=key)
        assert answer.json() == {"length": 28}
    stored = b"".join(path.read_bytes() for path in running.folder.glob("store.sqlite*"))
    assert b"length" not in stored
    assert key["Idempotency-Key"].encode() not in stored


def test_a_job_is_submitted_once(sample: httpx.Client) -> None:
    key = headers() | {"Prefer": "respond-async"}
    answers = [sample.post("/api/v1/sample/add", json={"numbers": [1]}, headers=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert answers[0].headers["location"] == answers[1].headers["location"]


@pytest.mark.parametrize("key", ["", "x" * 256, "a b"])
def test_what_is_no_key(sample: httpx.Client, key: str) -> None:
    answer = sample.post("/api/v1/sample/add", json={"numbers": [1]}, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "IDEMPOTENCY_KEY_INVALID")
