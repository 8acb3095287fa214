"""One contract for folders and buckets, SQLite and Redis, sealed and plain."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from file_stand import ANN, store, whole

from flowforge_filestore.errors import FileInUse, UploadMoved
from flowforge_filestore.index.records import FileRecord, Usage
from flowforge_filestore.library import FileLibrary
from flowforge_filestore.sweeping import FileSweeper
from flowforge_filestore.uploads.receiving import FileOwner
from flowforge_filestore.uploads.resumable import ExpectedChecksum, UploadMetadata, UploadProgress
from servicekit.errors import ChecksumMismatch
from servicekit.ports.file_errors import FileExpired, QuotaExceeded, UnknownFile
from servicekit.ports.files import StoredFile

NAMELESS = UploadMetadata(None, "application/octet-stream")


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(content), 1 << 20):
        yield content[at : at + (1 << 20)]


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 5 << 20, (5 << 20) + 1, 12_000_001])
async def test_what_is_stored_is_read_back(library: FileLibrary, size: int) -> None:
    content = os.urandom(size)
    record = await store(library, content)
    assert (record.size, record.sha256) == (size, hashlib.sha256(content).hexdigest())
    found = await library.record("ann", record.file_id)
    assert await whole(library, found) == content
    assert (await library.usage("ann")).bytes == size
    assert (await library.usage("ann")).reserved == 0


async def test_any_range_is_read(library: FileLibrary) -> None:
    content = os.urandom(3_000_000)
    record = await store(library, content)
    for start, end in [
        (0, 1),
        (65_535, 65_537),
        (65_536, 131_072),
        (1, 2_999_999),
        (2_999_999, 3_000_000),
        (7, 7),
    ]:
        assert await whole(library, record, start, end) == content[start:end]


async def test_another_consumer_finds_nothing(library: FileLibrary) -> None:
    record = await store(library, b"mine")
    for reference in (record.file_id, "file_0", "", "../a", record.file_id.upper(), record.file_id + "0"):
        with pytest.raises(UnknownFile):
            await library.find("bob", reference)
    with pytest.raises(UnknownFile):
        await library.delete("bob", record.file_id)
    assert await whole(library, record) == b"mine"


async def test_equal_content_is_kept_once_until_the_last_file_goes(
    library: FileLibrary, tmp_path: Path
) -> None:
    content = os.urandom(100_000)
    records = await asyncio.gather(*(store(library, content, name=f"{n}.bin") for n in range(5)))
    path = tmp_path / "again"
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    saved = await library.save(
        "ann", path, tier="free", name="again", media_type="application/octet-stream", sha256=digest
    )
    shared = {tuple(map(tuple, library._files.objects_of(record))) for record in records}
    assert len(shared) == 1
    usage = await library.usage("ann")
    assert (usage.files, usage.bytes, usage.reserved) == (6, 600_000, 0)
    for record in records:
        await library.delete("ann", record.file_id)
    assert await whole(library, await library.record("ann", saved.file_id)) == content
    await library.delete("ann", saved.file_id)
    assert (await library.usage("ann")).files == 0


async def test_uploads_and_deletions_of_one_content_at_once_leave_no_broken_file(
    library: FileLibrary,
) -> None:
    content = os.urandom(50_000)

    async def come_and_go(number: int) -> FileRecord | None:
        record = await store(library, content, name=f"{number}")
        if number % 2:
            await library.delete("ann", record.file_id)
            return None
        return record

    kept = [one for one in await asyncio.gather(*(come_and_go(n) for n in range(20))) if one is not None]
    for record in kept:
        assert await whole(library, record) == content
    usage = await library.usage("ann")
    assert (usage.files, usage.bytes, usage.reserved) == (10, 500_000, 0)


async def test_the_quota_holds_for_uploads_at_once(library: FileLibrary) -> None:
    contents = [os.urandom(3_000_000) for _ in range(10)]
    done = await asyncio.gather(
        *(store(library, one, expected=len(one)) for one in contents), return_exceptions=True
    )
    kept = [one for one in done if isinstance(one, FileRecord)]
    assert all(isinstance(one, (FileRecord, QuotaExceeded)) for one in done)
    assert 1 <= len(kept) <= 6
    usage = await library.usage("ann")
    assert (usage.bytes, usage.reserved) == (3_000_000 * len(kept), 0)
    assert usage.bytes <= 20_000_000


async def test_content_too_large_for_one_object_has_several(library: FileLibrary) -> None:
    """S3 takes 10,000 parts for an object; here an object is full after 2 MB."""
    library.objects.most_bytes = 2_000_000
    content = os.urandom(6_500_001)
    direct = await library.uploads.begin(ANN, NAMELESS, length=None, limit=1 << 30, kind="direct")
    await check_several(library, await library.uploads.take(direct, pieces(content), expected=0), content)
    begun = await library.uploads.begin(ANN, NAMELESS, length=len(content), limit=1 << 30)
    progress = await library.uploads.append(begun, 0, pieces(content))
    assert progress.record is not None
    await check_several(library, progress.record, content)
    await check_several(library, await store(library, content), content)
    assert await library.usage("ann") == Usage()


async def check_several(library: FileLibrary, record: FileRecord, content: bytes) -> None:
    """Check a file of several objects, and delete it."""
    assert record.sha256 == hashlib.sha256(content).hexdigest()
    assert len(library._files.objects_of(record)) >= 2
    assert await whole(library, record) == content
    assert await whole(library, record, 1_999_999, 6_400_000) == content[1_999_999:6_400_000]
    await library.delete("ann", record.file_id)


async def test_what_an_upload_brought_in_vain_goes_with_the_next_sweep(library: FileLibrary) -> None:
    """A piece with a wrong checksum, and one that came after another."""
    begun = await library.uploads.begin(ANN, NAMELESS, length=8 << 20, limit=8 << 20)
    wrong = ExpectedChecksum(hashlib.sha256(), b"")
    with pytest.raises(ChecksumMismatch):
        await library.uploads.append(begun, 0, pieces(bytes(4 << 20)), wrong)
    both = [library.uploads.append(replace(begun), 0, pieces(b"x" * 10)) for _ in range(2)]
    done = await asyncio.gather(*both, return_exceptions=True)
    assert {type(one) for one in done} == {UploadProgress, UploadMoved}
    assert (await FileSweeper(library).sweep()).objects == 2
    assert (await library.uploads.find("ann", begun.file_id)).offset == 10


@pytest.mark.parametrize("hours", [None, 0.00001], ids=["deleted", "expired"])
async def test_a_download_that_runs_comes_to_its_end(library: FileLibrary, hours: float | None) -> None:
    content = os.urandom(9_000_000)
    async with library.receiver.open(ANN, expected=0, limit=1 << 30, too_large=AssertionError) as incoming:
        await incoming.write(content)
        record = await incoming.keep(name="a", media_type="text/plain", hours=hours)
    reading = library.read(record, 0, record.size)
    got = await anext(reading)
    if hours is None:
        await library.delete("ann", record.file_id)
    else:
        await asyncio.sleep(0.1)
    await FileSweeper(library).sweep()
    with pytest.raises(UnknownFile if hours is None else FileExpired):
        await library.record("ann", record.file_id)
    async for piece in reading:
        got += piece
    assert got == content


async def test_an_upload_given_up_leaves_nothing(library: FileLibrary) -> None:
    async with library.receiver.open(ANN, expected=0, limit=1 << 30, too_large=AssertionError) as incoming:
        for _ in range(12):
            await incoming.write(bytes(1_000_000))
        assert (await library.usage("ann")).reserved >= 5_000_000
    usage = await library.usage("ann")
    assert (usage.bytes, usage.files, usage.reserved) == (0, 0, 0)
    assert (await library.page("ann", limit=10)).files == []


async def test_files_are_listed_newest_first_in_pages(library: FileLibrary) -> None:
    records = [await store(library, f"{n}".encode(), name=f"{n}") for n in range(7)]
    await store(library, b"other", FileOwner("bob", "free"))
    names: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await library.page("ann", after=cursor, limit=3)
        names += [one.name for one in page.files]
        cursor = page.cursor
    assert sorted(names) == sorted(one.name for one in records)
    assert len(names) == 7


async def test_a_leased_file_is_not_deleted(library: FileLibrary) -> None:
    record = await store(library, b"in use")
    await library.lease("ann", record.file_id, holder="job_1", seconds=60)
    with pytest.raises(FileInUse):
        await library.delete("ann", record.file_id)
    await library.release("ann", record.file_id, holder="job_1")
    await library.delete("ann", record.file_id)
    with pytest.raises(UnknownFile):
        await library.record("ann", record.file_id)


async def test_a_signed_address_opens_the_file_for_everybody(library: FileLibrary, tmp_path: Path) -> None:
    content = os.urandom(100_000)
    record = await store(library, content)
    found = await library.find("bob", library.signer.address(library.grant(record)))
    assert isinstance(found, StoredFile)
    await library.load(found, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == content
    assert await library.find("bob", "https://example.com/api/v1/files/signed/x") is None
