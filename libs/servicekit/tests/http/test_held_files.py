"""Small files on their way into worker processes: held in memory where they may be, whole in every case."""

import base64
import hashlib
import json
import os
from pathlib import Path

import httpx
import pytest

from servicekit.execution.transport.window import WINDOW_BYTES
from servicekit.http.files.spool import HELD_BYTES, Spool
from servicekit.http.files.spool_folder import SpoolFolder
from servicekit.http.files.workspace import Workspace

# A large file before small ones: what was in memory before must not show behind the end of the next.
SIZES = [WINDOW_BYTES, 1, 0, WINDOW_BYTES + 1, 300_000, 70_000]


def report_of(answer: httpx.Response) -> dict[str, object]:
    assert answer.status_code == 200, answer.text
    report: dict[str, object] = json.loads(answer.headers["x-report"])
    return report


@pytest.mark.parametrize("way", ["content", "path"])
def test_a_file_comes_back_as_it_went_in(sample: httpx.Client, way: str) -> None:
    for size in SIZES:
        content = os.urandom(size)
        answer = sample.post("/mirror", files={"file": ("a", content)}, data={"way": way})
        assert report_of(answer) == {
            "size": size,
            "sha256": hashlib.sha256(content).hexdigest(),
            "on_disk": ["file"] if size > WINDOW_BYTES else [],
        }
        assert answer.content == content


def test_however_it_is_sent(sample: httpx.Client) -> None:
    content = os.urandom(100_000)
    in_json = sample.post("/mirror", json={"file": {"base64": base64.b64encode(content).decode()}})
    in_form = sample.post("/mirror", files={"file": ("a", content)})
    form = sample.build_request("POST", "/mirror", files={"file": ("a", content)})
    body = form.read()
    pieces = (body[at : at + 50] for at in range(0, len(body), 50))
    in_pieces = sample.post("/mirror", content=pieces, headers={"content-type": form.headers["content-type"]})
    for answer in (in_json, in_form, in_pieces):
        assert report_of(answer)["on_disk"] == []
        assert answer.content == content


def test_the_first_of_two_files_is_held(sample: httpx.Client) -> None:
    for first, other in ((b"a" * 1000, b"b" * 2000), (b"a" * (WINDOW_BYTES + 1), b"b")):
        answer = sample.post("/mirror", files={"file": ("a", first), "other": ("b", other)})
        assert report_of(answer)["on_disk"] == (["other"] if len(first) == 1000 else ["file", "other"])
        assert answer.content == first + other


@pytest.mark.parametrize("times", [3, 30])
def test_an_answer_may_be_larger_than_what_came(sample: httpx.Client, times: int) -> None:
    content = os.urandom(500_000)
    answer = sample.post("/mirror", files={"file": ("a", content)}, data={"times": str(times)})
    assert answer.content == content * times


async def test_what_all_requests_hold_is_bounded(tmp_path: Path) -> None:
    spool = Spool(SpoolFolder(tmp_path, "sample"), None, max_bytes=1 << 40, max_bytes_per_consumer=1 << 40)  # type: ignore[arg-type]  # nothing is written
    spool.prepare()
    requests = [Workspace(spool, "somebody", may_hold=True) for _ in range(HELD_BYTES // WINDOW_BYTES + 1)]
    written = [request.writer(limit=1 << 40, too_large=ValueError) for request in requests]  # type: ignore[arg-type]  # never raised
    for writer in written:
        writer.add(bytes(WINDOW_BYTES))
    assert [writer.wants_flush for writer in written] == [*[False] * (len(written) - 1), True]
    assert spool.held == HELD_BYTES
    for request in requests:
        await request.remove()
    assert spool.held == 0


async def test_a_folder_is_used_again_only_as_it_was_made(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - here alone

    with ThreadPoolExecutor(1) as threads:
        spool = Spool(SpoolFolder(tmp_path, "sample"), threads, max_bytes=1, max_bytes_per_consumer=1)
        spool.prepare()
        left_empty, left_full, left_as_link = (spool.new_folder() for _ in range(3))
        (left_full / "file").write_bytes(b"secret")
        left_as_link.rmdir()
        left_as_link.symlink_to(left_empty)
        for folder in (left_full, left_as_link, left_empty):
            await spool.take_back(folder)
        assert spool.new_folder() == left_empty
        assert spool.new_folder() not in (left_full, left_as_link)
        assert not left_full.exists()
