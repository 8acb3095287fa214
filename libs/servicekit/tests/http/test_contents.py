"""Content that is there already: whole, in ranges, unchanged, cut off (RFC 9110, 13 and 14)."""

import time

import httpx
import pytest

ETAG = '"counting"'
MODIFIED = "Fri, 02 Jan 2026 03:04:05 GMT"


def counted(start: int, end: int) -> bytes:
    return bytes(n % 251 for n in range(start, end))


@pytest.mark.parametrize("size", [0, 1, 1000, 250_001])
def test_the_whole_of_it(stream: httpx.Client, size: int) -> None:
    answer = stream.get("/content", params={"size": size})
    assert (answer.status_code, answer.content) == (200, counted(0, size))
    told = answer.headers
    assert (told["etag"], told["last-modified"], told["content-length"]) == (ETAG, MODIFIED, str(size))
    assert (told["accept-ranges"], told["cache-control"]) == ("bytes", "private, max-age=60")
    assert told["content-disposition"] == (
        "attachment; filename=\"z_hlen.bin\"; filename*=UTF-8''z%C3%A4hlen.bin"
    )


def test_head_tells_the_same_without_a_body(stream: httpx.Client) -> None:
    answer = stream.head("/content", params={"size": 1000})
    assert (answer.status_code, answer.headers["content-length"], answer.content) == (200, "1000", b"")


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("0-0", 0, 1),
        ("0-", 0, 300_000),
        ("99999-100000", 99_999, 100_001),
        ("-1", 299_999, 300_000),
        ("-400000", 0, 300_000),
        ("299999-400000", 299_999, 300_000),
    ],
)
def test_a_range(stream: httpx.Client, asked: str, start: int, end: int) -> None:
    answer = stream.get("/content", params={"size": 300_000}, headers={"Range": f"bytes={asked}"})
    assert (answer.status_code, answer.content) == (206, counted(start, end))
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/300000"


@pytest.mark.parametrize("asked", ["bytes=1000-", "bytes=1000-2000", "bytes=-0"])
def test_a_range_outside_is_refused_with_the_size(stream: httpx.Client, asked: str) -> None:
    answer = stream.get("/content", params={"size": 1000}, headers={"Range": asked})
    assert (answer.status_code, answer.headers["content-range"]) == (416, "bytes */1000")
    assert answer.json()["error"]["code"] == "RANGE_NOT_SATISFIABLE"


@pytest.mark.parametrize("asked", ["pages=1-2", "bytes=5-2", "bytes=0-1,4-5", "bytes=-", "bytes=a-b"])
def test_what_is_no_range_is_the_whole(stream: httpx.Client, asked: str) -> None:
    answer = stream.get("/content", params={"size": 1000}, headers={"Range": asked})
    assert (answer.status_code, len(answer.content)) == (200, 1000)


@pytest.mark.parametrize(
    ("condition", "status"),
    [(ETAG, 206), (MODIFIED, 206), ('"other"', 200), ("Fri, 02 Jan 2026 03:04:06 GMT", 200)],
)
def test_a_range_of_what_is_known(stream: httpx.Client, condition: str, status: int) -> None:
    headers = {"Range": "bytes=0-9", "If-Range": condition}
    assert stream.get("/content", headers=headers).status_code == status


@pytest.mark.parametrize("given", [ETAG, f"W/{ETAG}", f'"a", {ETAG}', "*"])
def test_what_has_not_changed_is_not_sent(stream: httpx.Client, given: str) -> None:
    answer = stream.get("/content", headers={"If-None-Match": given})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", ETAG)


def test_what_is_shown_inline_runs_nothing(stream: httpx.Client) -> None:
    answer = stream.get("/content", params={"disposition": "inline"})
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_failure_before_the_first_byte_is_an_answer(stream: httpx.Client) -> None:
    answer = stream.get("/content", params={"size": 300_000, "fails_at": 0})
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "BYTE_UNREADABLE")


def test_a_later_failure_cuts_the_connection(stream: httpx.Client) -> None:
    """It cannot pass for the whole content."""
    with pytest.raises(httpx.RemoteProtocolError):
        stream.get("/content", params={"size": 300_000, "fails_at": 250_000})


def test_a_reader_is_closed_when_the_caller_leaves(stream: httpx.Client) -> None:
    """So much does not fit into the buffers of a connection: the reader waits until then."""
    with stream.stream("GET", "/content", params={"size": 500_000_000}) as answer:
        next(answer.iter_raw())
        assert stream.head("/probe").headers["x-readers"] == "1"
    until = time.monotonic() + 10
    while stream.head("/probe").headers["x-readers"] != "0" and time.monotonic() < until:
        time.sleep(0.05)
    assert stream.head("/probe").headers["x-readers"] == "0"
