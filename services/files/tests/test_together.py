"""Equal content from several callers at once, over HTTP."""

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
from files_stand import sizes_of_objects, wait_for

FILES = "/api/v1/files"
CONTENT = os.urandom(4_000_003)
AT_ONCE = 6


def test_equal_uploads_at_once_make_files_of_one_content(
    caller: Callable[..., httpx.Client], stored: dict[str, str]
) -> None:
    """Each file is whole until it is deleted, the last one too."""
    with caller("kim") as kim, ThreadPoolExecutor(AT_ONCE) as threads:

        def upload(number: int) -> str:
            answer = kim.post(FILES, files={"file": (f"{number}.bin", CONTENT)})
            assert answer.status_code == 201, answer.text
            assert answer.json()["sha256"] == hashlib.sha256(CONTENT).hexdigest()
            return str(answer.json()["file_id"])

        ids = list(threads.map(upload, range(AT_ONCE)))
        assert len(set(ids)) == AT_ONCE
        assert kim.get(f"{FILES}/usage").json()["bytes"] == AT_ONCE * len(CONTENT)
        wait_for(lambda: sizes_of_objects(stored).count(len(CONTENT)) == 1)
        for file_id in ids[:-1]:
            assert kim.delete(f"{FILES}/{file_id}").status_code == 204
        assert kim.get(f"{FILES}/{ids[-1]}/content").content == CONTENT


def test_uploads_and_deletions_at_once_break_nothing(caller: Callable[..., httpx.Client]) -> None:
    with caller("lea") as lea, ThreadPoolExecutor(AT_ONCE) as threads:

        def come_and_go(number: int) -> str | None:
            file_id = lea.post(FILES, files={"file": ("a", CONTENT[:1_000_000])}).json()["file_id"]
            if number % 2:
                assert lea.delete(f"{FILES}/{file_id}").status_code == 204
                return None
            return str(file_id)

        for file_id in filter(None, threads.map(come_and_go, range(12))):
            assert lea.get(f"{FILES}/{file_id}/content").content == CONTENT[:1_000_000]
        usage = lea.get(f"{FILES}/usage").json()
        assert (usage["files"], usage["bytes"], usage["reserved_bytes"]) == (6, 6_000_000, 0)
