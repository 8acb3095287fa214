"""A real server that speaks S3: SeaweedFS, over plain HTTP, with an access key."""

import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import obstore
import pytest
from file_stand.places import stored_at

from flowforge_filestore.content.bucket import BucketObjects
from flowforge_filestore.opening import open_objects
from flowforge_filestore.settings import FileSettings
from servicekit.ports.file_errors import FileDamaged, FileStoreUnavailable, FileStoreUnwritable
from servicekit.settings import InvalidSettings
from servicekit.testing import free_port

SECRET = "a secret access key of the test"
MIB = 1 << 20
START_SECONDS = 60.0


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("seaweedfs")
    credentials = [{"accessKey": "flowforge", "secretKey": SECRET}]
    identity = {"name": "flowforge", "credentials": credentials, "actions": ["Admin"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
    names = ("master.port", "volume.port", "filer.port", "s3.port")
    ports = {name: free_port() for name in names}
    grpc = {f"{name}.grpc": free_port() for name in names}
    flags = [f"-{name}={port}" for name, port in {**ports, **grpc}.items()]
    command = [
        *(Path(sys.executable).with_name("weed"), f"-logdir={folder}", "server", f"-dir={folder}"),
        *("-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.telemetry=false", "-volume.max=20"),
        *("-s3", f"-s3.config={folder}/s3.json", "-master.volumeSizeLimitMB=64", *flags),
    ]
    log = (folder / "log").open("wb")
    server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        address = f"http://127.0.0.1:{ports['s3.port']}"
        until = time.monotonic() + START_SECONDS
        while not answers(address):
            assert server.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < until, (folder / "log").read_text()
            time.sleep(0.2)
        yield address
    finally:
        server.kill()  # it waits for its masters when it is told to stop
        server.wait()
        log.close()


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", timeout=2).status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture
async def objects(endpoint: str) -> BucketObjects:
    """A store in the bucket `files`, which the server makes when it is first written to."""
    return opened(endpoint)


def opened(endpoint: str, secret: str = SECRET) -> BucketObjects:
    settings = stored_at(
        "s3://files/kept",
        s3_endpoint=endpoint,
        s3_allow_http=True,
        s3_region="us-east-1",
        s3_access_key_id="flowforge",
        s3_secret_access_key=secret,
    )
    found = open_objects(settings)
    assert isinstance(found, BucketObjects)
    return found


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(content), MIB):
        yield content[at : at + MIB]


@pytest.mark.parametrize("size", [0, 1000, 12 * MIB + 1])
async def test_what_is_stored_is_read(objects: BucketObjects, size: int) -> None:
    content = os.urandom(size)
    name = objects.new_name()
    await objects.put(name, pieces(content))
    assert b"".join([piece async for piece in objects.read(name, size, 0, size)]) == content
    middle = b"".join([piece async for piece in objects.read(name, size, size // 3, size)])
    assert middle == content[size // 3 :]
    await objects.delete([name])
    with pytest.raises(FileDamaged):
        [piece async for piece in objects.read(name, 1000, 0, 1000)]


async def test_the_store_answers_its_ping(objects: BucketObjects) -> None:
    await objects.ping()
    listed = [one["path"] for page in obstore.list(objects._store) for one in page]
    assert not [path for path in listed if path.startswith("probe/")]


async def test_a_wrong_key_is_told_from_silence(endpoint: str) -> None:
    with pytest.raises(FileStoreUnwritable) as refused:
        await opened(endpoint, secret="another").ping()
    assert "403" in str(refused.value.__cause__) or "SignatureDoesNotMatch" in str(refused.value.__cause__)
    with pytest.raises(FileStoreUnavailable) as silent:
        await opened(f"http://127.0.0.1:{free_port()}").ping()
    assert "error sending request" in str(silent.value.__cause__)


def test_an_endpoint_without_tls_must_be_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ALLOW_HTTP", raising=False)
    for name, value in {
        "FLOWFORGE_FILES_URL": "s3://files/kept",
        "FLOWFORGE_FILES_INDEX_URL": "redis://127.0.0.1/0",
        "FLOWFORGE_FILES_SIGNING_KEY": "a signing key of 32 characters...",
        "AWS_ENDPOINT_URL": "http://storage:8333",
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(InvalidSettings, match=r"http://storage:8333 has no TLS.*S3_ALLOW_HTTP=true"):
        FileSettings.load()
    monkeypatch.setenv("FLOWFORGE_FILES_S3_ALLOW_HTTP", "true")
    assert FileSettings.load().endpoint == "http://storage:8333"
