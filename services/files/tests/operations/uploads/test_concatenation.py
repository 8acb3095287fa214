"""Parts that come at once and are joined in the end (tus 1.0.0, concatenation)."""

import hashlib
import os
from collections.abc import Callable

import httpx

TUS = {"Tus-Resumable": "1.0.0"}
OFFSET = {"Content-Type": "application/offset+octet-stream"}
UPLOADS = "/api/v1/files/uploads"
CONTENT = os.urandom(600_000)
Caller = Callable[..., httpx.Client]


def part(client: httpx.Client, content: bytes, length: int | None = None) -> str:
    """Begin a part with its first bytes, of *length* or just as many; return its address."""
    told = {"Upload-Concat": "partial", "Upload-Length": str(len(content) if length is None else length)}
    answer = client.post(UPLOADS, headers=TUS | OFFSET | told, content=content)
    assert answer.status_code == 201, answer.text
    assert "file-id" not in answer.headers
    return str(answer.headers["location"])


def join(client: httpx.Client, *addresses: str) -> httpx.Response:
    return client.post(UPLOADS, headers=TUS | {"Upload-Concat": f"final;{' '.join(addresses)}"})


def usage(client: httpx.Client) -> tuple[int, int, int]:
    found = client.get("/api/v1/files/usage").json()
    return found["files"], found["bytes"], found["reserved_bytes"]


def test_parts_become_one_file_in_the_order_they_are_named(caller: Caller) -> None:
    with caller("lotte") as lotte:
        last, first = part(lotte, CONTENT[400_000:]), part(lotte, CONTENT[:400_000])
        asked = lotte.head(first, headers=TUS).headers
        assert (asked["upload-concat"], asked["upload-offset"]) == ("partial", "400000")
        assert usage(lotte) == (0, 0, 600_000)
        joined = join(lotte, f"https://example.com{first}", last)
        assert (joined.status_code, joined.headers["upload-length"]) == (201, "600000")
        kept = lotte.get(f"/api/v1/files/{joined.headers['file-id']}").json()
        assert kept["sha256"] == hashlib.sha256(CONTENT).hexdigest()
        assert lotte.get(f"/api/v1/files/{kept['file_id']}/content").content == CONTENT
        assert usage(lotte) == (1, 600_000, 0)
        assert lotte.head(joined.headers["location"], headers=TUS).headers["upload-offset"] == "600000"
        again = join(lotte, first, last)
        assert (again.status_code, again.json()["error"]["code"]) == (404, "UPLOAD_NOT_FOUND")


def test_only_finished_parts_of_one_s_own_are_joined(ann: httpx.Client, bob: httpx.Client) -> None:
    mine, unfinished = part(ann, b"mine"), part(ann, b"half", length=8)
    whole = ann.post(UPLOADS, headers=TUS | {"Upload-Length": "9"}).headers["location"]
    for addresses in ((mine, unfinished), (mine, whole)):
        answer = join(ann, *addresses)
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "UPLOAD_PART_UNFINISHED")
    for answer in (join(bob, mine), join(ann, mine, "/x/file_0")):
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "UPLOAD_NOT_FOUND")
    assert join(ann, mine).status_code == 201


def test_a_direct_upload_is_no_resumable_one(ann: httpx.Client) -> None:
    """Bytes patched under its id would stand before those that are put to its address."""
    direct = ann.post("/api/v1/files/direct", json={}).json()["file_id"]
    patched = ann.patch(
        f"{UPLOADS}/{direct}/content", headers=TUS | OFFSET | {"Upload-Offset": "0"}, content=b"x"
    )
    assert (patched.status_code, patched.json()["error"]["code"]) == (404, "UPLOAD_NOT_FOUND")
    assert ann.head(f"{UPLOADS}/{direct}/content", headers=TUS).status_code == 404
