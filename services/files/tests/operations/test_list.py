from collections.abc import Callable
from typing import Any

import httpx

Caller = Callable[..., httpx.Client]
Keep = Callable[..., dict[str, Any]]


def test_files_come_in_pages_newest_first(caller: Caller) -> None:
    with caller("dora") as dora:
        ids = [dora.post("/api/v1/files", files={"file": (f"{n}", b"x")}).json()["file_id"] for n in range(5)]
        found: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            page = dora.get("/api/v1/files", params={"limit": 2, "cursor": cursor}).json()
            found += [one["file_id"] for one in page["files"]]
            cursor = page["next_cursor"]
        assert sorted(found) == sorted(ids)
        assert found[0] == ids[-1]


def test_a_page_has_bounds(ann: httpx.Client) -> None:
    assert ann.get("/api/v1/files", params={"limit": 0}).json()["error"]["code"] == "VALIDATION_ERROR"
    assert ann.get("/api/v1/files", params={"limit": 1001}).status_code == 422


def test_a_strange_cursor_shows_nothing_of_others(keep: Keep, bob: httpx.Client) -> None:
    keep(b"mine")
    for cursor in ("zzz", "\x7f", ":", "file:", "../"):
        answer = bob.get("/api/v1/files", params={"cursor": cursor})
        assert answer.status_code == 200
        assert answer.json()["files"] == []
