"""A folder as a disk sees it: synced before it is confirmed, and nothing left of what was killed."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from file_stand import store, whole
from file_stand.places import stored_at

from flowforge_filestore.content.folder import FolderObjects
from flowforge_filestore.index.records import Usage
from flowforge_filestore.opening import open_library, open_objects
from flowforge_filestore.settings import FileSettings
from servicekit.ports.file_errors import FileDamaged, FileStoreFull

MIB = 1 << 20


def settings(folder: Path, **changes: object) -> FileSettings:
    return FileSettings(
        url=f"file://{folder}/files", signing_key="a signing key of 32 characters...", **changes
    )


@pytest.mark.parametrize("sync", [True, False])
async def test_content_is_on_the_disk_before_its_record_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, sync: bool
) -> None:
    """What power takes with it cannot be tried here: the calls are watched, their order to the record too."""
    library = open_library(settings(tmp_path, sync=sync))
    synced: list[tuple[Path, int]] = []
    fsync = os.fsync

    def watched(number: int) -> None:
        synced.append((Path(f"/proc/self/fd/{number}").readlink(), len(library.index.scan("file:"))))
        fsync(number)

    monkeypatch.setattr(os, "fsync", watched)
    await store(library, os.urandom(5 * MIB))
    written = next(path for path in (tmp_path / "files").rglob("*") if path.is_file())
    expected = [(written, 0), (written.parent, 0), (tmp_path / "files", 0)]
    assert synced == (expected if sync else [])
    await library.close()


async def test_what_a_killed_process_had_staged_is_removed(tmp_path: Path) -> None:
    """The library writes beside the object until it is whole: that file is put back as a kill leaves it."""
    objects = open_objects(stored_at(f"file://{tmp_path}/files", sync=False))
    staged: list[Path] = []

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield bytes(4 * MIB)
        while not staged:
            await asyncio.sleep(0.01)
            staged.extend(path for path in (tmp_path / "files").rglob("*") if path.is_file())
        os.link(staged[0], tmp_path / "left")

    await objects.put("ab/cd", pieces())
    os.link(tmp_path / "left", staged[0])
    assert staged[0].name != "cd"
    await objects.delete(["ab/cd", "ab/never"])
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("size", [0, 99, 101])
async def test_an_object_of_another_size_is_damaged(tmp_path: Path, size: int) -> None:
    library = open_library(settings(tmp_path))
    record = await store(library, bytes(100))
    written = next(path for path in (tmp_path / "files").rglob("*") if path.is_file())
    written.write_bytes(bytes(size))
    with pytest.raises(FileDamaged):
        await whole(library, record, 0, 10)
    await library.close()


@pytest.mark.parametrize("size", [10, 7 * MIB])
async def test_records_have_room_on_a_disk_that_content_fills(tmp_path: Path, size: int) -> None:
    """Nobody has so much free: every disk counts as full, and files can be deleted from it."""
    library = open_library(settings(tmp_path))
    record = await store(library, b"before")
    await library.close()
    library = open_library(settings(tmp_path, keep_free_bytes=1 << 60))
    with pytest.raises(FileStoreFull):
        await store(library, os.urandom(size))
    with pytest.raises(FileStoreFull):
        await library.ping()
    assert await whole(library, record) == b"before"
    await library.delete("ann", record.file_id)
    assert await library.usage("ann") == Usage()
    await library.close()


async def test_a_disk_that_fills_up_ends_the_upload(tmp_path: Path) -> None:
    """Also when the library has taken the first parts already."""
    objects = open_objects(stored_at(f"file://{tmp_path}/files", sync=False))
    assert isinstance(objects, FolderObjects)

    async def pieces() -> AsyncIterator[bytes]:
        for number in range(5):
            yield bytes(3 * MIB)
            objects._keep_free_bytes = (1 << 60) if number == 3 else 0

    with pytest.raises(FileStoreFull):
        await objects.put("ab/cd", pieces())
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_a_folder_is_what_a_file_address_opens(tmp_path: Path) -> None:
    assert isinstance(open_objects(stored_at(f"file://{tmp_path}/a%20b")), FolderObjects)
    assert (tmp_path / "a b").stat().st_mode & 0o777 == 0o700
