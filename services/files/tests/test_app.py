"""The service under bad conditions: a full disk, a folder that cannot be written, a restart in between."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
from files_stand import APP, NO_TLS, in_bucket
from moto.server import ThreadedMotoServer

from servicekit.testing import ServedProcess, serve_process

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
    return httpx.Client(base_url=server.url, timeout=30, verify=NO_TLS)


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


def test_what_was_confirmed_outlives_a_kill(tmp_path: Path) -> None:
    """Killed while uploads run: what is listed afterwards is whole, and nothing confirmed is missing."""
    confirmed: dict[str, str] = {}

    def upload(number: int) -> None:
        content = os.urandom(400_000 * (1 + number % 20))
        with suppress(httpx.TransportError), client_of(server) as client:
            kept = client.post(FILES, content=content, headers=RAW).json()
            confirmed[kept["file_id"]] = hashlib.sha256(content).hexdigest()
            if len(confirmed) >= 6:
                server.process.kill()

    with (
        serve_process(APP, tmp_path, environment=settings(tmp_path)) as server,
        ThreadPoolExecutor(4) as threads,
    ):
        list(threads.map(upload, range(40)))
    assert 6 <= len(confirmed) < 40
    with serve_process(APP, tmp_path, environment=settings(tmp_path)) as server, client_of(server) as client:
        listed = client.get(FILES).json()["files"]
        assert {one["file_id"] for one in listed} >= set(confirmed)
        for one in listed:
            content = client.get(f"{FILES}/{one['file_id']}/content").content
            assert hashlib.sha256(content).hexdigest() == one["sha256"]
            assert confirmed.get(one["file_id"], one["sha256"]) == one["sha256"]
        assert usage(client)[0] == sum(one["bytes"] for one in listed)


def test_a_bucket_goes_away_and_comes_back(tmp_path: Path) -> None:
    """Nothing is lost, and nothing stays reserved; what needs no content goes on."""
    s3 = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    s3.start()
    host, port = s3.get_host_and_port()
    content = os.urandom(6_000_000)
    environment = settings(tmp_path) | in_bucket(f"http://{host}:{port}", tmp_path)
    with serve_process(APP, tmp_path, environment=environment) as server, client_of(server) as client:
        kept = client.post(FILES, content=content, headers=RAW).json()
        address = f"{FILES}/{kept['file_id']}"
        s3.stop()
        for answer in (
            client.post(FILES, content=os.urandom(6_000_000), headers=RAW),
            client.get(f"{address}/content"),
        ):
            assert (answer.status_code, answer.json()["error"]["code"]) == (503, "FILE_STORE_UNAVAILABLE")
            assert (answer.json()["error"]["retryable"], answer.headers["retry-after"]) == (True, "2")
        assert client.get(address).json() == kept
        assert usage(client) == (len(content), 0)
        assert client.get("/health").json()["checks"]["files"]["status"] == "failing"
        back = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
        back.start()
        assert client.get(f"{address}/content").content == content
        assert client.post(FILES, content=b"again", headers=RAW).status_code == 201
        back.stop()


def test_without_a_store_every_operation_says_so(tmp_path: Path) -> None:
    with serve_process(APP, tmp_path) as server, client_of(server) as client:
        for answer in (client.get(FILES), client.post(FILES, content=b"x", headers=RAW)):
            assert answer.json()["error"]["code"] == "FILE_STORE_NOT_CONFIGURED"
