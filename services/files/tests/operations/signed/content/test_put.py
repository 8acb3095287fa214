import hashlib
import os
import re
import socket
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import httpx
from files_stand import wait_for

CONTENT = os.urandom(7_000_000)


def begin(ann: httpx.Client, **fields: object) -> dict[str, str]:
    answer = ann.post("/api/v1/files/direct", json={"name": "../a.bin", "max_bytes": 8_000_000, **fields})
    assert answer.status_code == 201, answer.text
    found: dict[str, str] = answer.json()
    return found


def pieces() -> Iterator[bytes]:
    for at in range(0, len(CONTENT), 100_000):
        yield CONTENT[at : at + 100_000]


def test_a_browser_uploads_without_a_key(ann: httpx.Client, public: Callable[[str], str]) -> None:
    """Once with a length, once without."""
    for content in (CONTENT, pieces()):
        direct = begin(ann)
        assert ann.get(f"/api/v1/files/{direct['file_id']}").status_code == 404
        answer = httpx.put(public(direct["url"]), content=content)
        assert answer.status_code == 201, answer.text
        assert answer.json()["file_id"] == direct["file_id"]
        kept = ann.get(f"/api/v1/files/{direct['file_id']}").json()
        assert (kept["sha256"], kept["name"]) == (hashlib.sha256(CONTENT).hexdigest(), "a.bin")


def test_an_address_takes_one_file(ann: httpx.Client, public: Callable[[str], str]) -> None:
    direct = begin(ann)
    assert httpx.put(public(direct["url"]), content=b"first").status_code == 201
    again = httpx.put(public(direct["url"]), content=b"second")
    assert (again.status_code, again.json()["error"]["code"]) == (404, "UPLOAD_NOT_FOUND")
    assert ann.get(f"/api/v1/files/{direct['file_id']}/content").content == b"first"


def test_more_than_was_allowed_is_refused(ann: httpx.Client, public: Callable[[str], str]) -> None:
    for content in (CONTENT, pieces()):
        direct = begin(ann, max_bytes=1000)
        answer = httpx.put(public(direct["url"]), content=content)
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "UPLOAD_TOO_LONG")
        assert httpx.put(public(direct["url"]), content=b"short").status_code == 201


def test_an_upload_cut_off_holds_nothing_and_may_be_tried_anew(
    caller: Callable[..., httpx.Client], public: Callable[[str], str]
) -> None:
    with caller("ida") as ida:
        direct = begin(ida)
        parts = urlsplit(public(direct["url"]))
        head = f"PUT {parts.path}?{parts.query} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(CONTENT)}\r\n\r\n"
        with socket.create_connection((parts.hostname, parts.port)) as connection:
            connection.sendall(head.encode() + CONTENT[:6_000_000])
            wait_for(lambda: reserved(ida) == len(CONTENT))
        wait_for(lambda: reserved(ida) == 0)
        assert httpx.put(public(direct["url"]), content=CONTENT).status_code == 201
        kept = ida.get(f"/api/v1/files/{direct['file_id']}").json()
        assert kept["sha256"] == hashlib.sha256(CONTENT).hexdigest()
        assert reserved(ida) == 0


def reserved(client: httpx.Client) -> int:
    return int(client.get("/api/v1/files/usage").json()["reserved_bytes"])


def test_zero_bytes_are_a_file(ann: httpx.Client, public: Callable[[str], str]) -> None:
    direct = begin(ann)
    assert httpx.put(public(direct["url"]), content=b"").status_code == 201
    assert ann.get(f"/api/v1/files/{direct['file_id']}/content").content == b""


def test_more_than_the_quota_is_refused(
    caller: Callable[..., httpx.Client], public: Callable[[str], str]
) -> None:
    with caller("jana", "basic") as jana:
        for content in (CONTENT, pieces()):
            answer = httpx.put(public(begin(jana)["url"]), content=content)
            assert (answer.status_code, answer.json()["error"]["code"]) == (413, "FILE_QUOTA_EXCEEDED")
        assert reserved(jana) == 0


def test_an_address_with_another_time_takes_nothing(ann: httpx.Client, public: Callable[[str], str]) -> None:
    """Its time is part of what is signed."""
    address = public(begin(ann)["url"])
    later = re.sub(r"expires=\d+", "expires=1", address)
    answer = httpx.put(later, content=b"x")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "FILE_SIGNATURE_INVALID")


def test_a_download_address_takes_no_upload(ann: httpx.Client, public: Callable[[str], str]) -> None:
    kept = ann.post("/api/v1/files", files={"file": ("a", b"x")}).json()
    answer = httpx.put(public(kept["url"]), content=b"y")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "FILE_SIGNATURE_INVALID")
