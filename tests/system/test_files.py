"""The file store as callers reach it: by a tus client of others, by browsers, under signed addresses."""

import base64
import hashlib
import io
import os
from collections.abc import Callable, Iterator

import httpx
import pytest
from system_stand.platform import Platform
from tusclient.client import TusClient

pytestmark = pytest.mark.system

FILES = "/api/v1/files"
ORIGIN = {"Origin": "https://app.example"}
MIB = 1 << 20


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def kept(client: httpx.Client) -> Callable[[bytes], dict[str, str]]:
    """Upload, and return what the service tells."""

    def upload(content: bytes) -> dict[str, str]:
        answer = client.post(FILES, files={"file": ("a.bin", content)})
        assert answer.status_code == 201, answer.text
        found: dict[str, str] = answer.json()
        return found

    return upload


def test_a_tus_client_uploads_in_pieces_and_resumes(
    platform: Platform, client: httpx.Client, key: str
) -> None:
    content = os.urandom(20 * MIB + 1)
    tus = TusClient(f"{platform.address}{FILES}/uploads", headers={"X-API-Key": key})
    first = tus.uploader(
        file_stream=io.BytesIO(content),
        chunk_size=6 * MIB,
        metadata={"filename": "größe.bin"},
        upload_checksum=True,
    )
    first.upload_chunk()  # type: ignore[no-untyped-call]  # the library has no types here
    address = str(first.url)
    second = tus.uploader(file_stream=io.BytesIO(content), chunk_size=6 * MIB, url=address)
    assert second.offset == 6 * MIB
    second.upload()
    found = client.get(f"{FILES}/{address.split('/')[-2]}").json()
    assert (found["sha256"], found["name"]) == (sha256(content), "größe.bin")


@pytest.mark.parametrize("method", ["POST", "PATCH", "HEAD", "DELETE", "PUT", "GET"])
def test_a_browser_may_upload_and_download(platform: Platform, method: str) -> None:
    asked = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "tus-resumable"}
    with platform.client() as nobody:
        answer = nobody.options(f"{FILES}/uploads/x", headers=ORIGIN | asked)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-headers"] == "tus-resumable"
    assert method in answer.headers["access-control-allow-methods"].split(",")


def test_a_page_may_read_what_uploads_and_downloads_need(client: httpx.Client) -> None:
    """A browser hides every header that is not exposed: tus clients need these by name."""
    begun = client.post(f"{FILES}/uploads", headers=ORIGIN | {"Tus-Resumable": "1.0.0", "Upload-Length": "0"})
    exposed = {name.lower() for name in begun.headers["access-control-expose-headers"].split(",")}
    needed = {name for name in begun.headers if name.startswith(("tus-", "upload-", "file-"))}
    assert {"upload-offset", "upload-length", "tus-resumable", "file-id"} <= needed
    assert needed | {"location", "content-range", "etag", "content-disposition"} <= exposed


def test_what_tus_can_do_is_told_without_a_key(platform: Platform) -> None:
    with platform.client() as nobody:
        answer = nobody.options(f"{FILES}/uploads")
    assert (answer.status_code, answer.headers["tus-version"]) == (204, "1.0.0")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("POST", ""),
        ("GET", "/usage"),
        ("POST", "/direct"),
        ("GET", "/file_0/content"),
        ("DELETE", "/file_0"),
        ("POST", "/uploads"),
        ("PATCH", "/uploads/file_0/content"),
        ("HEAD", "/uploads/file_0/content"),
        ("OPTIONS", "/uploads/file_0/content"),
        ("DELETE", "/signed/file_0/content"),
    ],
)
def test_everything_else_needs_a_key(platform: Platform, method: str, path: str) -> None:
    with platform.client() as nobody:
        assert nobody.request(method, FILES + path).status_code == 401


def test_a_signed_address_needs_no_key(platform: Platform, kept: Callable[[bytes], dict[str, str]]) -> None:
    content = os.urandom(3 * MIB)
    url = kept(content)["url"]
    assert url.startswith(platform.address)
    with platform.client() as nobody:
        assert nobody.get(url).content == content
        ranged = nobody.get(url, headers=ORIGIN | {"Range": "bytes=-10"})
        assert (ranged.status_code, ranged.content) == (206, content[-10:])
        assert ranged.headers["access-control-allow-origin"] == "*"
        assert nobody.head(url).headers["content-length"] == str(len(content))
        altered = nobody.get(url.replace("signature=", "signature=A"))
        assert (altered.status_code, altered.json()["error"]["code"]) == (403, "FILE_SIGNATURE_INVALID")
        bare = nobody.get(url.partition("?")[0])
        assert bare.status_code == 422


def test_a_large_body_goes_up_and_down_without_a_key(platform: Platform, client: httpx.Client) -> None:
    piece, count = os.urandom(MIB), 150
    direct = client.post(f"{FILES}/direct", json={"name": "large.bin", "max_bytes": count * MIB}).json()
    digest = hashlib.sha256()

    def pieces() -> Iterator[bytes]:
        for _ in range(count):
            digest.update(piece)
            yield piece

    with platform.client() as nobody:
        put = nobody.put(direct["url"], content=pieces(), headers=ORIGIN)
        assert put.status_code == 201, put.text
        assert put.headers["access-control-allow-origin"] == "*"
        assert (put.json()["bytes"], put.json()["sha256"]) == (count * MIB, digest.hexdigest())
        down = hashlib.sha256()
        with nobody.stream("GET", put.json()["url"]) as answer:
            for part in answer.iter_bytes():
                down.update(part)
    assert down.hexdigest() == digest.hexdigest()


def test_nobody_reaches_another_s_file(
    platform: Platform, name: Callable[[], str], kept: Callable[[bytes], dict[str, str]]
) -> None:
    file_id = kept(b"mine")["file_id"]
    with platform.client(platform.key(name())) as other:
        for path in (f"/{file_id}", f"/{file_id}/content"):
            answer = other.get(FILES + path)
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "FILE_NOT_FOUND")
        body = {"file": {"file_id": file_id}, "key": base64.b64encode(bytes(32)).decode()}
        used = other.post("/api/v1/crypto/encrypt-file", json=body)
        assert (used.status_code, used.json()["error"]["code"]) == (404, "FILE_NOT_FOUND")


def test_ids_and_signed_addresses_go_from_service_to_service(
    client: httpx.Client, kept: Callable[[bytes], dict[str, str]]
) -> None:
    """The address names this machine, which is never fetched from: it is resolved without a request."""
    content, key = os.urandom(MIB), base64.b64encode(bytes(32)).decode()
    found = kept(content)
    for reference in ({"file_id": found["file_id"]}, {"url": found["url"]}):
        sealed = client.post(
            "/api/v1/crypto/encrypt-file?output=file", json={"file": reference, "key": key}
        ).json()["file"]
        body = {"file": {"file_id": sealed["file_id"]}, "key": key}
        opened = client.post("/api/v1/crypto/decrypt-file", json=body)
        assert opened.content == content
        listed = client.get(FILES, params={"limit": 1}).json()["files"][0]
        assert (listed["file_id"], listed["sha256"]) == (sealed["file_id"], sealed["sha256"])
