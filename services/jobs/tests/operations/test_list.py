from collections.abc import Callable
from typing import Any

import httpx
import pytest
from jobs_stand import Platform

PATH = "/api/v1/jobs"
Submit = Callable[..., dict[str, Any]]


def test_pages_from_the_newest_to_the_oldest(running: Platform) -> None:
    with running.client(consumer="lister") as client:
        document = {"operation": "sample.add", "request": {"numbers": [1]}, "delay_seconds": 60}
        made = [client.post(PATH, json=document).json()["id"] for _ in range(5)]
        found: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            page = client.get(PATH, params={"limit": 2, "cursor": cursor}).json()
            found += [job["id"] for job in page["jobs"]]
            cursor = page["next_cursor"]
        assert found == made[::-1]
        client.post(f"{PATH}/{made[0]}/cancel")
        cancelled = client.get(PATH, params={"state": "cancelled"}).json()["jobs"]
        assert [job["id"] for job in cancelled] == [made[0]]
        both = client.get(PATH, params={"state": "cancelled,queued", "operation": "sample.add"}).json()[
            "jobs"
        ]
        assert len(both) == 5
        assert client.get(PATH, params={"operation": "sample.work"}).json()["jobs"] == []


@pytest.mark.parametrize("cursor", ["x", "W10=", "WzEsMl0=", "bnVsbA=="])
def test_a_cursor_that_is_none(client: httpx.Client, cursor: str) -> None:
    answer = client.get(PATH, params={"cursor": cursor})
    assert answer.status_code in {200, 422}
    if answer.status_code == 422:
        assert answer.json()["error"]["code"] == "JOB_CURSOR_INVALID"
