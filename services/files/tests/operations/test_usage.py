from collections.abc import Callable
from typing import Any

import httpx

Caller = Callable[..., httpx.Client]


def test_usage_counts_every_file_whole(caller: Caller) -> None:
    with caller("emil") as emil:
        empty: dict[str, Any] = emil.get("/api/v1/files/usage").json()
        assert (empty["files"], empty["bytes"], empty["reserved_bytes"]) == (0, 0, 0)
        for _ in range(2):
            kept = emil.post("/api/v1/files", files={"file": ("a", b"x" * 1000)}).json()
        usage = emil.get("/api/v1/files/usage").json()
        assert (usage["files"], usage["bytes"]) == (2, 2000)
        emil.delete(f"/api/v1/files/{kept['file_id']}")
        assert emil.get("/api/v1/files/usage").json()["bytes"] == 1000
        assert usage["quota_bytes"] == 1 << 30
        assert usage["time_to_live_hours"] == 24


def test_usage_is_not_a_file(ann: httpx.Client) -> None:
    assert ann.get("/api/v1/files/usage").status_code == 200
