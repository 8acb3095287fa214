"""Bodies taken as they come, headers read and answered."""

import hashlib
import os
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from servicekit.testing import ServedProcess

CONTENT = os.urandom(700_000)
PART = {"X-Part": "3", "Content-Type": "application/x-part"}


def pieces(content: bytes) -> Iterator[bytes]:
    for at in range(0, len(content), 50_000):
        yield content[at : at + 50_000]


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


@pytest.mark.parametrize("content", [b"", b"x", CONTENT])
def test_a_body_arrives_whole(stream: httpx.Client, content: bytes) -> None:
    answer = stream.put("/sink", content=content, headers=PART)
    assert (answer.status_code, answer.content) == (204, b"")
    told = answer.headers
    assert (told["x-part"], told["x-bytes"], told["x-length"]) == ("3", str(len(content)), str(len(content)))
    assert told["x-sha256"] == hashlib.sha256(content).hexdigest()


def test_a_body_without_a_length_arrives_too(stream: httpx.Client) -> None:
    answer = stream.put("/sink", content=pieces(CONTENT), headers=PART)
    assert answer.headers["x-sha256"] == hashlib.sha256(CONTENT).hexdigest()
    assert "x-length" not in answer.headers


def test_too_much_is_refused_whether_announced_or_not(stream: httpx.Client) -> None:
    content = CONTENT * 2
    for body in (content, pieces(content)):
        assert code_of(stream.put("/sink", content=body, headers=PART)) == (413, "FILE_TOO_LARGE")


def test_another_media_type_is_refused(stream: httpx.Client) -> None:
    answer = stream.put("/sink", content=b"x", headers=PART | {"Content-Type": "text/plain"})
    assert code_of(answer) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert "application/x-part" in answer.json()["error"]["message"]


def test_a_body_that_stops_is_refused(streams: ServedProcess) -> None:
    lines = ["PUT /api/v1/stream/sink HTTP/1.1", "Host: x", "Content-Length: 10"]
    lines += [f"{name}: {value}" for name, value in PART.items()]
    address = urlsplit(streams.url)
    with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n12345").encode())
        answer = b"".join(iter(lambda: connection.recv(65_536), b"")).decode()
    assert answer.startswith("HTTP/1.1 408")
    assert "BODY_TOO_SLOW" in answer


@pytest.mark.parametrize("given", [{}, {"X-Part": "0"}, {"X-Part": "three"}])
def test_a_header_that_is_not_right_is_named(stream: httpx.Client, given: dict[str, str]) -> None:
    headers = {"Content-Type": "application/x-part", **given}
    answer = stream.put("/sink", content=b"x", headers=headers)
    assert code_of(answer) == (422, "VALIDATION_ERROR")
    assert answer.json()["error"]["details"][0]["field"] == "X-Part"


def test_headers_that_are_not_there_are_left_out(stream: httpx.Client) -> None:
    assert "x-note" not in stream.put("/sink", content=b"", headers=PART).headers
    noted = stream.put("/sink", content=b"", headers=PART | {"X-Note": "a note", "X-Other": "unread"})
    assert noted.headers["x-note"] == "a note"


def test_no_content_has_neither_length_nor_type(stream: httpx.Client) -> None:
    """RFC 9110, 8.6: a 204 has no Content-Length."""
    answer = stream.put("/sink", content=b"", headers=PART)
    assert not {"content-length", "content-type"} & set(answer.headers)
    begun = stream.post("/begin")
    assert (begun.status_code, begun.content) == (201, b"")
    assert begun.headers["location"] == "/api/v1/stream/content"
    assert (begun.headers["content-length"], "content-type" in begun.headers) == ("0", False)


def test_head_and_options_are_operations_like_others(stream: httpx.Client) -> None:
    head = stream.head("/probe")
    assert (head.status_code, head.headers["x-readers"], head.content) == (200, "0", b"")
    options = stream.options("/probe")
    assert (options.status_code, options.headers["x-ways"]) == (204, "HEAD")
    refused = stream.get("/probe")
    assert code_of(refused) == (405, "METHOD_NOT_ALLOWED")
    assert {"HEAD", "OPTIONS"} <= set(refused.headers["allow"].replace(" ", "").split(","))


def test_a_path_is_decoded_once(sample: httpx.Client) -> None:
    missing = sample.get("/notes/a%252Fb").json()["error"]
    assert missing["message"] == "There is no note 'a%2Fb'."
    assert sample.put("/notes/a%252Fb", json={"text": "kept"}).status_code == 200
    assert sample.get("/notes/a%252Fb").json() == {"text": "kept"}
    assert sample.get("/notes/a%25252Fb").status_code == 404
    assert sample.get("/notes/%E2%82%AC").json()["error"]["message"] == "There is no note '€'."
