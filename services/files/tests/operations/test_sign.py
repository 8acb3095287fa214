from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx


def test_an_address_works_without_a_key(ann: httpx.Client, keep: Any, public: Callable[[str], str]) -> None:
    kept = keep(b"for a browser", "a.txt")
    answer = ann.post(
        f"/api/v1/files/{kept['file_id']}/sign", json={"expires_in_seconds": 60, "disposition": "inline"}
    )
    assert answer.status_code == 200, answer.text
    shown = httpx.get(public(answer.json()["url"]))
    assert shown.content == b"for a browser"
    assert shown.headers["content-disposition"].startswith("inline")


def test_an_address_never_outlives_its_file(ann: httpx.Client, keep: Any) -> None:
    kept = keep(b"x", expires_in_hours="1")
    signed = ann.post(f"/api/v1/files/{kept['file_id']}/sign", json={"expires_in_seconds": 86_400}).json()
    given, expires = (datetime.fromisoformat(one["expires_at"]) for one in (signed, kept))
    assert abs((given - expires).total_seconds()) <= 1


def test_nobody_signs_another_s_file(bob: httpx.Client, keep: Any) -> None:
    answer = bob.post(f"/api/v1/files/{keep(b'mine')['file_id']}/sign", json={})
    assert answer.json()["error"]["code"] == "FILE_NOT_FOUND"
