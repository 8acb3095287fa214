from collections.abc import Callable
from typing import Any

import httpx
import pytest

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


@pytest.mark.parametrize("cursor", ["zzz", "\x7f", ":", "file:", "../", "null", "file_" + "0" * 53])
def test_a_strange_cursor_is_refused(bob: httpx.Client, cursor: str) -> None:
    answer = bob.get("/api/v1/files", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "VALIDATION_ERROR")


def test_another_s_cursor_shows_one_s_own_files(keep: Keep, bob: httpx.Client) -> None:
    answer = bob.get("/api/v1/files", params={"cursor": keep(b"mine")["file_id"]})
    assert (answer.status_code, answer.json()["files"]) == (200, [])


def test_pages_go_on_while_files_come_and_go(caller: Caller) -> None:
    """What is there all the time is listed once, even if the file that the cursor names has gone."""
    with caller("nora") as nora:

        def keep_another() -> str:
            return str(nora.post("/api/v1/files", files={"file": ("a", b"x")}).json()["file_id"])

        staying, going = [], []
        for _ in range(3):
            staying.append(keep_another())
            going.append(keep_another())
        found: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            page = nora.get("/api/v1/files", params={"limit": 1, "cursor": cursor}).json()
            found += [one["file_id"] for one in page["files"]]
            cursor = page["next_cursor"]
            keep_another()
            if found[-1] in going:
                nora.delete(f"/api/v1/files/{found[-1]}")
        assert found == sorted(staying + going, reverse=True)
