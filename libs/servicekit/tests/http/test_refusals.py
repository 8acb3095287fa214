"""Bad requests: each has its status, its code, and a message that stands alone."""

import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

JSON = {"content-type": "application/json"}
RAW = {"content-type": "application/octet-stream"}


def check(answer: httpx.Response, status: int, code: str, *words: str) -> None:
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, code), answer.text
    assert set(error) == {"code", "message", "details", "requestId", "retryable"}
    assert error["requestId"] == answer.headers["x-request-id"]
    for word in words:
        assert word in error["message"]


def send_raw(sample: httpx.Client, target: str, headers: dict[str, str], body: bytes) -> bytes:
    """Send bytes that no client library would send, and return the whole answer."""
    base = sample.base_url
    method, path = target.split()
    lines = [f"{method} {base.path.rstrip('/')}{path} HTTP/1.1", "Host: sample"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    with socket.create_connection((base.host, base.port or 80), timeout=20) as connection:
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize(
    "body", [b"{", b'{"text": "a",}', b"\xff\xfe{", b"\xff", b'{"text": "\\ud800"}', b"[" * 100_000]
)
def test_malformed_json(sample: httpx.Client, body: bytes) -> None:
    check(sample.post("/echo", content=body, headers=JSON), 400, "MALFORMED_BODY", "not valid JSON")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, ["'text' is required"]),
        ({"text": ["a"]}, ["'text' should be text, not a list (for example "]),
        ({"text": "a", "times": 11}, ["'times' should be at most 10, not 11"]),
        ({"text": "a", "times": "many"}, ["'times' should be a whole number, not 'many'"]),
        ({"text": "a", "txt": "b"}, ["'txt' is not a field here", "text, times, tags"]),
        ({"text": "a", "tags": [{}]}, ["'tags.0' should be text, not an object"]),
        ({"text": {}, "times": 0}, ["'text' should be text", "'times' should be at least 1, not 0"]),
        ({"text": {}, "times": 0, "a": 1, "b": 2}, ["'text'", "'times'", "'a'", "(and 1 more)"]),
        ([], ["The body must be a JSON object"]),
        (None, ["The body must be a JSON object"]),
    ],
)
def test_invalid_values_name_the_field(sample: httpx.Client, body: Any, words: list[str]) -> None:
    check(
        sample.post("/echo", json=body)
        if body is not None
        else sample.post("/echo", content=b"null", headers=JSON),
        422,
        "VALIDATION_ERROR",
        *words,
    )


def test_query_on_a_json_request(sample: httpx.Client) -> None:
    check(sample.post("/echo?text=a", json={"text": "a"}), 422, "VALIDATION_ERROR", "'text'", "JSON body")


@pytest.mark.parametrize(
    ("path", "given", "allowed"),
    [
        ("/echo", "text/plain", "application/json"),
        ("/echo", "image/png", "application/x-www-form-urlencoded"),
        ("/echo", "", "application/json"),
        ("/measure", "", "application/octet-stream"),
        ("/measure", "nonsense", "application/octet-stream"),
        ("/gather", "image/png", "multipart/form-data"),
    ],
)
def test_wrong_content_type(sample: httpx.Client, path: str, given: str, allowed: str) -> None:
    answer = sample.post(path, content=b"a", headers={"content-type": given})
    check(answer, 415, "UNSUPPORTED_MEDIA_TYPE", allowed)


def test_a_file_sent_as_a_form(sample: httpx.Client) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    check(sample.post("/measure", content=b"a", headers=form), 422, "VALIDATION_ERROR", "'file' is required")


def test_unknown_path_and_method(sample: httpx.Client) -> None:
    check(sample.post("/nothing", json={}), 404, "NOT_FOUND")
    answer = sample.get("/echo")
    check(answer, 405, "METHOD_NOT_ALLOWED", "POST")
    assert answer.headers["allow"] == "POST"


def test_missing_and_empty_file(sample: httpx.Client) -> None:
    check(sample.post("/measure", json={}), 422, "VALIDATION_ERROR", "'file' is required")
    check(
        sample.post("/measure", data={"label": "a"}, files={"x": (None, "y")}),
        422,
        "VALIDATION_ERROR",
        "'file'",
    )
    check(sample.post("/measure", files={"file": ("a.txt", b"")}), 422, "FILE_EMPTY", "'file'")
    check(sample.post("/measure", content=b"", headers=RAW), 422, "FILE_EMPTY", "'file'")
    check(sample.post("/measure", json={"file": {"base64": ""}}), 422, "FILE_EMPTY", "'file'")


@pytest.mark.parametrize(
    ("reference", "code", "words"),
    [
        ({"base64": "!!!"}, "BASE64_INVALID", ["'file'", "other characters"]),
        ({"base64": "a"}, "BASE64_INVALID", ["'file'", "length"]),
        ({"base64": "data:text/plain"}, "BASE64_INVALID", ["data: URL"]),
        ("!!!", "BASE64_INVALID", ["'file' was read as base64"]),
        ({"base64": "YQ==", "url": "http://example.com"}, "VALIDATION_ERROR", ["exactly one of"]),
        ({}, "VALIDATION_ERROR", ["exactly one of"]),
        ({"bas64": "YQ=="}, "VALIDATION_ERROR", ["file"]),
        (5, "VALIDATION_ERROR", ["'file' should be a file", "base64"]),
        ("file_123", "FILE_STORE_NOT_CONFIGURED", ["file store"]),
        ("example.com/a.txt", "URL_INVALID", ["'file.url'", "https://"]),
        ({"url": "example.com/a.txt"}, "URL_INVALID", ["'file.url'", "https://"]),
        ({"url": " "}, "URL_INVALID", ["'file.url'", "https://"]),
        ({"url": ""}, "URL_INVALID", ["'file.url'", "https://"]),
        ({"file_id": "f_123"}, "FILE_STORE_NOT_CONFIGURED", ["file store"]),
        ({"url": "http://127.0.0.1/"}, "URL_FORBIDDEN", ["127.0.0.1"]),
        ({"url": "file:///etc/passwd"}, "URL_INVALID", []),
    ],
)
def test_bad_references(sample: httpx.Client, reference: Any, code: str, words: list[str]) -> None:
    check(sample.post("/measure", json={"file": reference}), 422, code, *words)


def test_file_over_its_limit_declared_and_chunked(sample: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(3000):
            yield b"x" * 100_000

    picture = ("a.png", b"x" * 1001, "image/png")
    check(sample.post("/gather", files={"picture": picture}), 413, "FILE_TOO_LARGE", "'picture'", "1000")
    check(sample.post("/measure", content=endless(), headers=RAW), 413, "FILE_TOO_LARGE", "'file'")
    answer = send_raw(
        sample, "POST /measure", {"Content-Length": "200000001", "Content-Type": "image/png"}, b"x"
    )
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"FILE_TOO_LARGE" in answer


def test_json_over_its_limit_declared_and_chunked(sample: httpx.Client) -> None:
    body = b'{"text": "' + b"a" * 1_000_000 + b'"}'
    check(sample.post("/echo", content=body, headers=JSON), 413, "PAYLOAD_TOO_LARGE", "1000000")
    check(sample.post("/echo", content=iter([body]), headers=JSON), 413, "PAYLOAD_TOO_LARGE", "1000000")


def test_too_many_files(sample: httpx.Client) -> None:
    files = [("files", (f"{number}.txt", b"a")) for number in range(4)]
    check(sample.post("/gather", files=files), 413, "TOO_MANY_FILES", "3")
    check(sample.post("/gather", json={"files": [{"base64": "YQ=="}] * 4}), 413, "TOO_MANY_FILES", "3")


def test_wrong_file_type(sample: httpx.Client) -> None:
    answer = sample.post("/gather", files={"picture": ("a.pdf", b"a", "application/pdf")})
    check(answer, 415, "FILE_TYPE_REFUSED", "'picture'", "application/pdf", "image/*")


def test_one_file_given_twice(sample: httpx.Client) -> None:
    files = [("file", ("a", b"a")), ("file", ("b", b"b"))]
    check(sample.post("/measure", files=files), 422, "VALIDATION_ERROR", "'file' is given 2 times")
    answer = sample.post("/measure", files={"file": ("a", b"a")}, data={"count": ["1", "2"]})
    check(answer, 422, "VALIDATION_ERROR", "'count' is given 2 times")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no multipart at all",
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\ncut off',
        b"--b\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--b--\r\n",
        b"--b\r\nbroken header\r\n\r\n\r\n--b--\r\n",
    ],
)
def test_broken_multipart(sample: httpx.Client, body: bytes) -> None:
    answer = sample.post(
        "/measure", content=body, headers={"content-type": "multipart/form-data; boundary=b"}
    )
    check(answer, 400, "MALFORMED_BODY", "multipart/form-data")


def test_multipart_without_boundary(sample: httpx.Client) -> None:
    answer = sample.post("/measure", content=b"a", headers={"content-type": "multipart/form-data"})
    check(answer, 400, "MALFORMED_BODY", "boundary")


def test_a_text_field_that_is_no_utf8(sample: httpx.Client) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="label"\r\n\r\n\xff\xfe\r\n--b--\r\n'
    answer = sample.post(
        "/measure", content=body, headers={"content-type": "multipart/form-data; boundary=b"}
    )
    check(answer, 400, "MALFORMED_BODY", "'label'")


def test_too_long_a_path_parameter(sample: httpx.Client) -> None:
    check(sample.put("/notes/" + "a" * 21, json={"text": "a"}), 422, "VALIDATION_ERROR", "'name' in the path")


def test_output_is_one_of_three(sample: httpx.Client) -> None:
    answer = sample.post("/upper?output=paper", json={"file": {"base64": "YQ=="}})
    check(answer, 422, "VALIDATION_ERROR", "'output'", "base64")


def test_declared_errors_and_crashes(sample: httpx.Client) -> None:
    check(sample.post("/echo", json={"text": "unspeakable"}), 422, "SAMPLE_UNSPEAKABLE", "'text'")
    answer = sample.post("/echo", json={"text": "crash"})
    check(answer, 500, "INTERNAL_ERROR")
    assert "shadow" not in answer.text


def test_request_id_is_kept_or_made(sample: httpx.Client) -> None:
    assert sample.get("/health", headers={"x-request-id": "abc-1"}).headers["x-request-id"] == "abc-1"
    made = sample.get("/health", headers={"x-request-id": 'a b\\"c'}).headers["x-request-id"]
    assert len(made) == 36
