import os
from typing import Any

import httpx
import pytest

CONTENT = os.urandom(3_000_000)


@pytest.fixture(scope="module")
def content() -> bytes:
    return CONTENT


def path(keep: Any) -> str:
    return f"/api/v1/files/{keep(CONTENT, 'größe.bin')['file_id']}/content"


def test_the_whole_is_sent_with_its_name_and_hash(ann: httpx.Client, keep: Any) -> None:
    kept = keep(CONTENT, "größe.bin")
    answer = ann.get(f"/api/v1/files/{kept['file_id']}/content")
    assert answer.content == CONTENT
    assert answer.headers["etag"] == f'"{kept["sha256"]}"'
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "filename*=UTF-8''gr%C3%B6%C3%9Fe.bin" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("given", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        ("bytes=1048575-1048577", 1_048_575, 1_048_578),
        ("bytes=2999990-", 2_999_990, 3_000_000),
        ("bytes=-10", 2_999_990, 3_000_000),
        ("bytes=0-99999999", 0, 3_000_000),
        ("bytes=-99999999", 0, 3_000_000),
    ],
)
def test_a_range_is_sent(ann: httpx.Client, keep: Any, given: str, start: int, end: int) -> None:
    answer = ann.get(path(keep), headers={"range": given})
    assert answer.status_code == 206
    assert answer.content == CONTENT[start:end]
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/3000000"


@pytest.mark.parametrize("given", ["bytes=3000000-", "bytes=3000001-3000002", "bytes=-0"])
def test_a_range_out_of_bounds_is_refused(ann: httpx.Client, keep: Any, given: str) -> None:
    answer = ann.get(path(keep), headers={"range": given})
    assert (answer.status_code, answer.json()["error"]["code"]) == (416, "RANGE_NOT_SATISFIABLE")
    assert answer.headers["content-range"] == "bytes */3000000"


@pytest.mark.parametrize("given", ["bytes=5-2", "bytes=a-b", "bytes=-", "lines=1-2", "bytes=0-1,5-6"])
def test_a_range_that_is_not_understood_is_none(ann: httpx.Client, keep: Any, given: str) -> None:
    answer = ann.get(path(keep), headers={"range": given})
    assert (answer.status_code, len(answer.content)) == (200, 3_000_000)


def test_what_is_known_is_not_sent_again(ann: httpx.Client, keep: Any) -> None:
    address = path(keep)
    etag = ann.head(address).headers["etag"]
    for given in (etag, f'"x", W/{etag}', "*"):
        answer = ann.get(address, headers={"if-none-match": given})
        assert (answer.status_code, answer.content) == (304, b"")
    assert ann.get(address, headers={"if-none-match": '"x"'}).status_code == 200
    ranged = {"range": "bytes=0-9", "if-range": etag}
    assert ann.get(address, headers=ranged).status_code == 206
    assert ann.get(address, headers=ranged | {"if-range": '"x"'}).status_code == 200


def test_head_tells_the_size(ann: httpx.Client, keep: Any) -> None:
    answer = ann.head(path(keep))
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == "3000000"


def test_an_inline_page_is_sandboxed(ann: httpx.Client, keep: Any) -> None:
    kept = keep(b"<html><script>alert(1)</script></html>", "a.html")
    answer = ann.get(f"/api/v1/files/{kept['file_id']}/content?disposition=inline")
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["content-security-policy"].startswith("sandbox")


def test_nobody_else_s_content_is_sent(bob: httpx.Client, keep: Any) -> None:
    answer = bob.get(path(keep))
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "FILE_NOT_FOUND")
