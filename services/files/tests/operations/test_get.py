import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from files_stand import wait_for


def test_a_file_is_described_as_when_it_was_kept(ann: httpx.Client, keep: Any) -> None:
    kept = keep(b"hello", "a.txt")
    assert ann.get(f"/api/v1/files/{kept['file_id']}").json() == kept


@pytest.mark.parametrize("file_id", ["file_0", "x", "file_" + "0" * 52, "FILE_0"])
def test_an_unknown_file_is_not_found(ann: httpx.Client, file_id: str) -> None:
    answer = ann.get(f"/api/v1/files/{file_id}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "FILE_NOT_FOUND")


def test_an_expired_file_is_told_from_an_unknown_one(caller: Callable[..., httpx.Client]) -> None:
    """Before the sweeper comes, and after it has been there."""
    with caller("olga") as olga:
        told = {"file": ("a.txt", b"short-lived")}, {"expires_in_hours": "0.00001"}
        kept = olga.post("/api/v1/files", files=told[0], data=told[1]).json()
        time.sleep(0.05)
        for _ in range(2):
            answer = olga.get(f"/api/v1/files/{kept['file_id']}")
            assert (answer.status_code, answer.json()["error"]["code"]) == (410, "FILE_EXPIRED")
            wait_for(lambda: olga.get("/api/v1/files/usage").json()["files"] == 0)
        again = olga.post("/api/v1/files", json={"file": {"file_id": kept["file_id"]}})
        assert again.status_code == 410


def test_nobody_else_s_file_is_described(bob: httpx.Client, keep: Any) -> None:
    answer = bob.get(f"/api/v1/files/{keep(b'mine')['file_id']}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "FILE_NOT_FOUND")
