import base64
import hashlib
import os
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from files_stand import wait_for

from servicekit.testing import ServedProcess

CONTENT = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(100)
DIGEST = hashlib.sha256(CONTENT).hexdigest()


Caller = Callable[..., httpx.Client]


def test_all_encodings_of_one_file_give_the_same(ann: httpx.Client) -> None:
    png = {"content-type": "image/png"}
    encoded = {"base64": base64.b64encode(CONTENT).decode(), "name": "a.png"}
    answers = [
        ann.post("/api/v1/files", files={"file": ("a.png", CONTENT)}),
        ann.post("/api/v1/files?name=a.png", content=CONTENT, headers=png),
        ann.post("/api/v1/files", json={"file": encoded}),
        ann.post("/api/v1/files", files={"file": ("other", CONTENT)}, data={"name": "a.png"}),
    ]
    documents = [answer.json() for answer in answers]
    assert [answer.status_code for answer in answers] == [201] * 4, documents
    shown = {(one["name"], one["media_type"], one["bytes"], one["sha256"]) for one in documents}
    assert shown == {("a.png", "image/png", len(CONTENT), DIGEST)}
    assert len({one["file_id"] for one in documents}) == 4


def test_a_file_id_and_an_address_of_ours_make_a_second_file(ann: httpx.Client, keep: Any) -> None:
    first = keep(CONTENT, "a.png")
    for reference in ({"file_id": first["file_id"]}, {"url": first["url"]}):
        second = ann.post("/api/v1/files", json={"file": reference}).json()
        assert second["file_id"] != first["file_id"]
        assert (second["sha256"], second["name"]) == (DIGEST, "a.png")


def test_a_private_address_is_not_fetched(ann: httpx.Client, served: ServedProcess) -> None:
    answer = ann.post("/api/v1/files", json={"file": {"url": f"{served.url}/health"}})
    assert answer.status_code == 422
    assert answer.json()["error"]["code"].startswith("URL_")


def test_zero_bytes_are_a_file(ann: httpx.Client, keep: Any) -> None:
    kept = keep(b"", "empty.txt")
    assert (kept["bytes"], kept["sha256"]) == (0, hashlib.sha256(b"").hexdigest())
    assert ann.get(f"/api/v1/files/{kept['file_id']}/content").content == b""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\win.ini", "win.ini"),
        ("a/../b.txt", "b.txt"),
        ("..", "file"),
        ("/", "file"),
        ("\r\nSet-Cookie: a.txt", "Set-Cookie: a.txt"),
        ("näme\u202e.txt", "näme.txt"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("", "file"),
    ],
)
def test_a_name_is_no_path(ann: httpx.Client, given: str, kept: str) -> None:
    answer = ann.post("/api/v1/files", json={"file": {"base64": "YQ=="}, "name": given})
    assert answer.status_code == 201, answer.text
    assert answer.json()["name"] == kept
    download = ann.get(f"/api/v1/files/{answer.json()['file_id']}/content")
    assert "set-cookie" not in download.headers


@pytest.mark.parametrize(
    ("content", "name", "declared", "shown"),
    [
        (CONTENT, "a.txt", "text/plain", "image/png"),
        (b"%PDF-1.7\n", "a", "application/octet-stream", "application/pdf"),
        (b"a,b\n1,2\n", "a.csv", "application/octet-stream", "text/csv"),
        (b"hello", "a", "text/markdown", "text/markdown"),
        (b"PK\x03\x04" + bytes(60), "a.zip", "application/octet-stream", "application/zip"),
        (b"hello", "a", "application/octet-stream", "application/octet-stream"),
    ],
)
def test_the_media_type_is_found_by_content(
    ann: httpx.Client, content: bytes, name: str, declared: str, shown: str
) -> None:
    answer = ann.post("/api/v1/files", files={"file": (name, content, declared)})
    assert answer.json()["media_type"] == shown


def test_a_file_is_kept_as_long_as_asked_and_never_longer_than_the_tier_allows(keep: Any) -> None:
    now = datetime.now(UTC)
    short = datetime.fromisoformat(keep(b"1", expires_in_hours="1")["expires_at"])
    long = datetime.fromisoformat(keep(b"1", expires_in_hours="1000")["expires_at"])
    assert abs(short - now - timedelta(hours=1)) < timedelta(minutes=1)
    assert abs(long - now - timedelta(hours=24)) < timedelta(minutes=1)


def test_an_upload_cut_off_leaves_nothing(served: ServedProcess, ann: httpx.Client) -> None:
    before = ann.get("/api/v1/files/usage").json()
    parts = urlsplit(served.url)
    with socket.create_connection((parts.hostname, parts.port)) as connection:
        head = "POST /api/v1/files HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n"
        head += "Content-Length: 20000000\r\n"
        identity = "".join(f"{n}: {v}\r\n" for n, v in ann.headers.items() if n.startswith("x-"))
        connection.sendall((head + identity + "\r\n").encode() + os.urandom(12_000_000))
        wait_for(lambda: reserved(ann) == before["reserved_bytes"] + 20_000_000)
    wait_for(lambda: ann.get("/api/v1/files/usage").json() == before)


def reserved(client: httpx.Client) -> int:
    return int(client.get("/api/v1/files/usage").json()["reserved_bytes"])


def test_more_than_the_quota_is_refused_before_it_is_sent(caller: Caller) -> None:
    with caller("carl", "basic") as carl:
        png = {"content-type": "image/png"}
        sent = carl.post("/api/v1/files", content=bytes(2_000_000), headers=png)
        assert sent.status_code == 201
        answer = carl.post("/api/v1/files", content=os.urandom(2_000_000), headers=png)
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "FILE_QUOTA_EXCEEDED")
        assert "2000000" in answer.json()["error"]["message"]
        assert carl.get("/api/v1/files/usage").json()["bytes"] == 2_000_000
        assert carl.get("/api/v1/files/usage").json()["reserved_bytes"] == 0
