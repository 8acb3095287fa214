"""The catalog as a folder with one JSON file for each collection, beside the embedded store."""

import asyncio
import fcntl
import os
from pathlib import Path

from flowforge_vector.engines.catalog.record import CollectionRecord


class FolderInUse(Exception):
    """Another service has the data folder open."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is used by another process: give every vector service a folder of its own"
        )


class FolderCatalog:
    """Reads all records once; the folder is locked as long as it is open."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._lock)
            raise FolderInUse(folder) from error
        found = (CollectionRecord.model_validate_json(path.read_bytes()) for path in folder.glob("*.json"))
        self._records = {record.id: record for record in found}

    async def find(self, collection_id: str) -> CollectionRecord | None:
        return self._records.get(collection_id)

    async def visible_to(self, consumer: str) -> list[CollectionRecord]:
        return [one for one in self._records.values() if one.role_of(consumer) is not None]

    async def save(self, record: CollectionRecord) -> None:
        await asyncio.to_thread(_write, self._folder / f"{record.id}.json", record.model_dump_json().encode())
        self._records[record.id] = record

    async def remove(self, collection_id: str) -> None:
        self._records.pop(collection_id, None)
        (self._folder / f"{collection_id}.json").unlink(missing_ok=True)

    def close(self) -> None:
        os.close(self._lock)


def _write(path: Path, content: bytes) -> None:
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
