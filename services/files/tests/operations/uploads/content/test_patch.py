import base64
import hashlib
import os
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx
import pytest
from files_stand import wait_for

from servicekit.testing import ServedProcess

CONTENT = os.urandom(6_000_001)
TUS = {"Tus-Resumable": "1.0.0"}
Begin = Callable[..., str]


def send(client: httpx.Client, address: str, at: int, piece: bytes, **headers: str) -> httpx.Response:
    sent = TUS | {"Upload-Offset": str(at), "Content-Type": "application/offset+octet-stream"} | headers
    return client.patch(address, content=piece, headers=sent)


def test_a_file_comes_in_pieces(ann: httpx.Client, begin: Begin) -> None:
    address = begin(len(CONTENT), filename="größe.bin", filetype="application/x-test")
    at = 0
    for size in (1, 1_000_000, 4_000_000, 1_000_000):
        answer = send(ann, address, at, CONTENT[at : at + size])
        at += size
        assert (answer.status_code, answer.headers["upload-offset"]) == (204, str(at)), answer.text
    file_id = answer.headers["file-id"]
    assert address.endswith(f"/{file_id}/content")
    kept = ann.get(f"/api/v1/files/{file_id}").json()
    assert (kept["sha256"], kept["name"]) == (hashlib.sha256(CONTENT).hexdigest(), "größe.bin")
    assert ann.get(f"/api/v1/files/{file_id}/content").content == CONTENT
    ranged = ann.get(f"/api/v1/files/{file_id}/content", headers={"range": "bytes=0-1000001"})
    assert ranged.content == CONTENT[:1_000_002]
    done = ann.head(address, headers=TUS)
    assert (done.headers["upload-offset"], done.headers["file-id"]) == (str(len(CONTENT)), file_id)


def test_what_arrived_before_a_cut_is_kept(ann: httpx.Client, begin: Begin, served: ServedProcess) -> None:
    address = begin(len(CONTENT))
    parts = urlsplit(served.url)
    lines = {
        **TUS,
        "Host": "x",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(len(CONTENT)),
        **{name: value for name, value in ann.headers.items() if name.startswith("x-")},
    }
    head = f"PATCH {address} HTTP/1.1\r\n" + "".join(f"{n}: {v}\r\n" for n, v in lines.items())
    with socket.create_connection((parts.hostname, parts.port)) as connection:
        connection.sendall(head.encode() + b"\r\n" + CONTENT[:2_000_000])
    at = offset_of(ann, address)
    assert 0 < at <= 2_000_000
    assert send(ann, address, at, CONTENT[at:]).headers["upload-offset"] == str(len(CONTENT))
    file_id = address.split("/")[-2]
    assert ann.get(f"/api/v1/files/{file_id}/content").content == CONTENT


def offset_of(client: httpx.Client, address: str) -> int:
    """Ask until the service has noticed the cut."""

    def offset() -> int:
        return int(client.head(address, headers=TUS).headers["upload-offset"])

    wait_for(lambda: offset() > 0)
    return offset()


def test_a_wrong_offset_is_refused(ann: httpx.Client, begin: Begin) -> None:
    address = begin(100)
    send(ann, address, 0, b"x" * 10)
    for at in (0, 9, 11):
        answer = send(ann, address, at, b"y")
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "UPLOAD_OFFSET_CONFLICT")


def test_more_than_was_announced_is_refused(ann: httpx.Client, begin: Begin) -> None:
    answer = send(ann, begin(10), 0, b"x" * 11)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "UPLOAD_TOO_LONG")


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha512", "md5"])
def test_a_checksum_is_held(ann: httpx.Client, begin: Begin, algorithm: str) -> None:
    address = begin(20)
    digest = base64.b64encode(hashlib.new(algorithm, b"0123456789").digest()).decode()
    checksum = {"Upload-Checksum": f"{algorithm} {digest}"}
    wrong = send(ann, address, 0, b"9876543210", **checksum)
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (460, "CHECKSUM_MISMATCH")
    assert ann.head(address, headers=TUS).headers["upload-offset"] == "0"
    assert send(ann, address, 0, b"0123456789", **checksum).status_code == 204


@pytest.mark.parametrize("given", ["crc32 AAAA", "sha1", "sha1 ?"])
def test_a_strange_checksum_is_refused(ann: httpx.Client, begin: Begin, given: str) -> None:
    answer = send(ann, begin(1), 0, b"x", **{"Upload-Checksum": given})
    code = answer.json()["error"]["code"]
    assert code in ("UPLOAD_CHECKSUM_INVALID", "CHECKSUM_MISMATCH")


def test_the_media_type_and_the_version_are_checked(ann: httpx.Client, begin: Begin) -> None:
    address = begin(1)
    assert send(ann, address, 0, b"x", **{"Content-Type": "image/png"}).status_code == 415
    answer = send(ann, address, 0, b"x", **{"Tus-Resumable": "0.2.2"})
    assert (answer.status_code, answer.headers["tus-version"]) == (412, "1.0.0")


def test_nobody_continues_another_s_upload(bob: httpx.Client, begin: Begin) -> None:
    answer = send(bob, begin(1), 0, b"x")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "UPLOAD_NOT_FOUND")


def test_a_length_may_be_told_later(caller: Callable[..., httpx.Client]) -> None:
    with caller("mia") as mia:
        begun = mia.post("/api/v1/files/uploads", headers=TUS | {"Upload-Defer-Length": "1"})
        address = begun.headers["location"]
        assert mia.head(address, headers=TUS).headers["upload-defer-length"] == "1"
        send(mia, address, 0, b"12345")
        for length, code in (("4", "UPLOAD_TOO_LONG"), (str(1 << 40), "FILE_QUOTA_EXCEEDED")):
            answer = send(mia, address, 5, b"678", **{"Upload-Length": length})
            assert (answer.status_code, answer.json()["error"]["code"]) == (413, code)
        send(mia, address, 5, b"67", **{"Upload-Length": "8"})
        again = send(mia, address, 7, b"8", **{"Upload-Length": "9"})
        assert (again.status_code, again.json()["error"]["code"]) == (409, "UPLOAD_LENGTH_CONFLICT")
        assert "upload-defer-length" not in mia.head(address, headers=TUS).headers
        done = send(mia, address, 7, b"8", **{"Upload-Length": "8"})
        assert mia.get(f"/api/v1/files/{done.headers['file-id']}/content").content == b"12345678"
        assert mia.get("/api/v1/files/usage").json()["reserved_bytes"] == 0
