"""The service under bad conditions: a full disk, a folder that cannot be written, a restart in between."""

import hashlib
import os
from pathlib import Path

import httpx
import pytest
from moto.server import ThreadedMotoServer

from servicekit.testing import ServedProcess, serve_process

APP = "flowforge_files.app:app"
FILES = "/api/v1/files"
RAW = {"content-type": "application/octet-stream"}
TUS = {"Tus-Resumable": "1.0.0"}


def settings(folder: Path) -> dict[str, str]:
    return {
        "FLOWFORGE_FILES_URL": f"file://{folder}/files",
        "FLOWFORGE_FILES_SIGNING_KEY": "a signing key of 32 characters...",
        "FLOWFORGE_FILES_SWEEP_SECONDS": "0.2",
    }


def objects(folder: Path) -> list[Path]:
    return [path for path in (folder / "files").rglob("*") if path.is_file()]


def usage(client: httpx.Client) -> tuple[int, int]:
    found = client.get(f"{FILES}/usage").json()
    return found["bytes"], found["reserved_bytes"]


def client_of(server: ServedProcess) -> httpx.Client:
    return httpx.Client(base_url=server.url, timeout=30)


def test_a_full_disk_is_told_and_nothing_half_written_stays(tmp_path: Path) -> None:
    """No file may grow beyond 4 MB: the kernel refuses the rest of a write, as a full disk does."""
    limit = ("prlimit", "--fsize=4000000")
    with (
        serve_process(APP, tmp_path, environment=settings(tmp_path), prefix=limit) as server,
        client_of(server) as client,
    ):
        for size in (5_000_000, 20_000_000):
            answer = client.post(FILES, content=os.urandom(size), headers=RAW)
            assert (answer.status_code, answer.json()["error"]["code"]) == (507, "FILE_STORE_FULL")
            assert usage(client) == (0, 0)
        assert client.post(FILES, content=b"small", headers=RAW).status_code == 201
        assert [path.stat().st_size for path in objects(tmp_path)] == [5]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    bound = (
        ("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override") if os.geteuid() == 0 else ()
    )
    with (
        serve_process(APP, tmp_path, environment=settings(tmp_path), prefix=bound) as server,
        client_of(server) as client,
    ):
        kept = client.post(FILES, content=b"before", headers=RAW).json()
        for folder in (
            tmp_path / "files",
            *(path for path in (tmp_path / "files").iterdir() if path.is_dir()),
        ):
            folder.chmod(0o500)
        answer = client.post(FILES, content=b"after", headers=RAW)
        assert (answer.status_code, answer.json()["error"]["code"]) == (507, "FILE_STORE_UNWRITABLE")
        assert client.get("/health").json()["checks"]["files"]["status"] == "failing"
        assert client.get(f"{FILES}/{kept['file_id']}/content").content == b"before"
        for folder in [tmp_path / "files", *(tmp_path / "files").rglob("*")]:
            if folder.is_dir():
                folder.chmod(0o700)
        assert client.post(FILES, content=b"after", headers=RAW).status_code == 201


def test_an_upload_goes_on_after_a_restart(tmp_path: Path) -> None:
    content = os.urandom(3_000_000)
    patch = TUS | {"Content-Type": "application/offset+octet-stream"}
    with serve_process(APP, tmp_path, environment=settings(tmp_path)) as server, client_of(server) as client:
        begun = client.post(f"{FILES}/uploads", headers=TUS | {"Upload-Length": str(len(content))})
        address = begun.headers["location"]
        sent = client.patch(address, content=content[:1_000_000], headers=patch | {"Upload-Offset": "0"})
        assert sent.status_code == 204
    with serve_process(APP, tmp_path, environment=settings(tmp_path)) as server, client_of(server) as client:
        at = int(client.head(address, headers=TUS).headers["upload-offset"])
        assert at == 1_000_000
        last = client.patch(address, content=content[at:], headers=patch | {"Upload-Offset": str(at)})
        kept = client.get(f"{FILES}/{last.headers['file-id']}").json()
        assert kept["sha256"] == hashlib.sha256(content).hexdigest()


@pytest.fixture
def bucket() -> dict[str, str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    httpx.put(f"{address}/flowforge").raise_for_status()
    return {
        "AWS_ENDPOINT_URL": address,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": "us-east-1",
        "FLOWFORGE_FILES_URL": "s3://flowforge/files",
    }


def test_the_whole_service_works_on_a_bucket(tmp_path: Path, bucket: dict[str, str]) -> None:
    content = os.urandom(12_000_000)
    environment = (
        settings(tmp_path) | bucket | {"FLOWFORGE_FILES_INDEX_URL": f"sqlite://{tmp_path}/index.sqlite"}
    )
    with serve_process(APP, tmp_path, environment=environment) as server, client_of(server) as client:
        answer = client.post(FILES, content=content, headers=RAW)
        assert answer.status_code == 201, answer.text
        address = f"{FILES}/{answer.json()['file_id']}"
        assert client.get(f"{address}/content").content == content
        ranged = client.get(f"{address}/content", headers={"range": "bytes=5000000-5999999"})
        assert ranged.content == content[5_000_000:6_000_000]
        assert client.delete(address).status_code == 204


def test_without_a_store_every_operation_says_so(tmp_path: Path) -> None:
    with serve_process(APP, tmp_path) as server, client_of(server) as client:
        for answer in (client.get(FILES), client.post(FILES, content=b"x", headers=RAW)):
            assert answer.json()["error"]["code"] == "FILE_STORE_NOT_CONFIGURED"
