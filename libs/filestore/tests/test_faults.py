"""What goes wrong around the store: S3 away and back, a changed object, time that passes, crashes."""

import asyncio
import gc
import os
import tracemalloc
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from file_stand import ANN, store, whole
from moto.server import ThreadedMotoServer

from flowforge_filestore.errors import UploadTooLong
from flowforge_filestore.index.expiry import BATCH
from flowforge_filestore.index.records import due_key, now_ms
from flowforge_filestore.index.transactions import Transaction
from flowforge_filestore.library import FileLibrary
from flowforge_filestore.opening import open_library
from flowforge_filestore.settings import FileSettings
from flowforge_filestore.sweeping import FileSweeper
from flowforge_filestore.uploads.resumable import UploadMetadata
from servicekit.ports.file_errors import FileDamaged, FileExpired, FileStoreUnavailable, UnknownFile
from servicekit.testing import free_port

KEY = "00112233445566778899aabbccddeeff" * 2


def settings(folder: Path, **changes: object) -> FileSettings:
    known = {"url": f"file://{folder}/files", "signing_key": "a signing key of 32 characters..."}
    return FileSettings(**(known | changes))


async def test_s3_goes_away_and_comes_back(
    tmp_path: Path, s3_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    library = open_library(settings(tmp_path, url=s3_url, index_url=f"sqlite://{tmp_path}/index.sqlite"))
    content = os.urandom(6_000_000)
    record = await store(library, content)
    server.stop()
    with pytest.raises(FileStoreUnavailable):
        await store(library, os.urandom(6_000_000))
    with pytest.raises(FileStoreUnavailable):
        await whole(library, record)
    assert (await library.usage("ann")).bytes == 6_000_000
    assert (await library.usage("ann")).reserved == 0
    back = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    back.start()
    assert await whole(library, record) == content
    assert (await store(library, b"again")).size == 5
    back.stop()
    await library.close()


async def test_nothing_readable_lies_on_the_disk_where_a_key_is_set(tmp_path: Path) -> None:
    library = open_library(settings(tmp_path, encryption_key=KEY))
    await store(library, b"a very secret sentence " * 1000)
    objects = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert len(objects) == 1
    assert b"secret" not in objects[0].read_bytes()
    await library.close()


@pytest.mark.parametrize("change", ["flip", "cut", "swap"])
async def test_a_changed_object_is_never_given_out(tmp_path: Path, change: str) -> None:
    library = open_library(settings(tmp_path, encryption_key=KEY))
    record = await store(library, os.urandom(200_000))
    path = next(path for path in (tmp_path / "files").rglob("*") if path.is_file())
    if change == "swap":
        other = await store(library, os.urandom(200_000))
        paths = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
        contents = [one.read_bytes() for one in paths]
        paths[0].write_bytes(contents[1])
        paths[1].write_bytes(contents[0])
        assert other.size == record.size
    else:
        sealed = bytearray(path.read_bytes())
        sealed[-1] ^= 1
        path.write_bytes(sealed if change == "flip" else sealed[:-70_000])
    with pytest.raises(FileDamaged):
        await whole(library, record)
    await library.close()


async def test_what_expires_is_swept_and_remembered_but_a_leased_file_stays(tmp_path: Path) -> None:
    library = open_library(
        settings(tmp_path, time_to_live_hours={"free": 0.0001}, discard_seconds=0.01, remember_hours=0.0003)
    )
    gone, kept = await store(library, b"goes"), await store(library, b"stays")
    await library.lease("ann", kept.file_id, holder="job_1", seconds=30)
    await asyncio.sleep(0.5)
    sweeper = FileSweeper(library)
    await sweeper.sweep()
    await asyncio.sleep(0.1)
    await sweeper.sweep()
    with pytest.raises(FileExpired):
        await library.record("ann", gone.file_id)
    assert await whole(library, await library.record("ann", kept.file_id)) == b"stays"
    assert (await library.usage("ann")).files == 1
    assert len([path for path in (tmp_path / "files").rglob("*") if path.is_file()]) == 1
    await asyncio.sleep(1.2)
    await sweeper.sweep()
    with pytest.raises(UnknownFile):
        await library.record("ann", gone.file_id)
    await library.release("ann", kept.file_id, holder="job_1")
    await sweeper.sweep()
    await library.close()


async def test_a_sweep_comes_to_the_end_of_what_is_due(tmp_path: Path) -> None:
    """Also where more entries than a batch are of files that stay."""
    library = open_library(settings(tmp_path))
    moment = now_ms() - 1000

    def many(transaction: Transaction) -> None:
        for number in range(BATCH + 5):
            transaction.put(due_key(moment, f"file_{number:052x}"), b"")

    library.index.transact(many)
    await FileSweeper(library).sweep()
    assert library.index.scan("due:") == []
    await library.close()


async def test_an_upload_that_is_never_finished_gives_its_room_back(tmp_path: Path) -> None:
    library = open_library(settings(tmp_path, upload_hours=0.001, discard_seconds=0.01))
    upload = await library.uploads.begin(
        ANN, UploadMetadata("a", "application/octet-stream"), length=1000, limit=1000
    )
    await library.uploads.append(upload, 0, _pieces(b"x" * 500))
    assert (await library.usage("ann")).reserved == 1000
    async with asyncio.timeout(60):
        while (await library.usage("ann")).reserved:
            await asyncio.sleep(0.2)
            await FileSweeper(library).sweep()
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []
    await library.close()


@pytest.mark.parametrize("sealed", [False, True])
async def test_uploads_given_up_leave_nothing_in_memory(tmp_path: Path, *, sealed: bool) -> None:
    """Not even until the collector comes, which counts objects and not their bytes."""
    library = open_library(settings(tmp_path, encryption_key=KEY if sealed else None))

    async def discard_objects() -> None:
        incoming = library.receiver.open(ANN, expected=0, limit=1 << 30, too_large=UploadTooLong)
        async with incoming:
            for _ in range(65):
                await incoming.write(os.urandom(65_536))

    await discard_objects()
    gc.collect()
    gc.disable()
    tracemalloc.start()
    try:
        for _ in range(10):
            await discard_objects()
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        gc.enable()
    assert kept < 3_000_000
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []
    await library.close()


async def test_an_object_that_a_crash_left_is_known_to_the_sweeper(tmp_path: Path) -> None:
    """The object is whole, and the process ended before the file was kept."""
    library = open_library(settings(tmp_path))
    incoming = library.receiver.open(ANN, expected=0, limit=100, too_large=AssertionError)
    await incoming.write(b"lost")
    await incoming.finish(media_type="text/plain", name=None)
    assert len([path for path in (tmp_path / "files").rglob("*") if path.is_file()]) == 1
    noted = library.index.scan("discard:")
    assert len(noted) == 1
    assert int(noted[0].split(":")[1]) > now_ms()
    await library.close()


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def test_the_library_closes(library: FileLibrary) -> None:
    await library.ping()
