"""The embedded store: collections are spread over a few child processes."""

import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal
from zlib import crc32

from flowforge_vector.engines.edge.caller import ChildCaller
from flowforge_vector.engines.errors import SnapshotUnknown, StoreAway, StoreFull, StoreRefused
from flowforge_vector.engines.port import (
    CollectionState,
    Document,
    IndexType,
    Layout,
    PointBatch,
    PointKey,
    SnapshotInfo,
    StoredPoint,
    WithVector,
)

_ENGINE_BYTES = 64 << 20  # two files, as the engine makes them
_DISK_FULL = (
    "The disk of the vector store is full: a part of this request may be written. "
    "Send it again when there is room."
)


class EmbeddedStore:
    """Collections in *folder*. A process is started by the first call that needs it."""

    kind: Literal["embedded"] = "embedded"

    def __init__(
        self,
        folder: Path,
        *,
        processes: int,
        reserve_bytes: int,
        optimize_from: int,
        start_seconds: float = 60,
        idle_seconds: float = 900,
    ) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        arguments = ["--folder", str(folder), "--reserve-bytes", str(reserve_bytes)]
        arguments += ["--optimize-from", str(optimize_from)]
        self._callers = [
            ChildCaller(f"shards-{number}", arguments, start_seconds=start_seconds, idle_seconds=idle_seconds)
            for number in range(processes)
        ]

    def caller(self, collection: str) -> ChildCaller:
        """Return the process that owns *collection*."""
        return self._callers[crc32(collection.encode()) % len(self._callers)]

    async def _call(self, collection: str, name: str, *arguments: Any) -> Any:
        return await self.caller(collection).call(name, collection, *arguments)

    async def _write(self, collection: str, name: str, *arguments: Any) -> Any:
        """Make a call that needs space. On a full disk the process ends, or the engine refuses: StoreFull."""
        try:
            return await self._call(collection, name, *arguments)
        except (StoreAway, StoreRefused) as error:
            if shutil.disk_usage(self._folder).free < _ENGINE_BYTES:
                raise StoreFull(_DISK_FULL) from error
            raise

    async def create(self, collection: str, layout: Layout) -> None:
        dense = {name: asdict(one) for name, one in layout.dense.items()}
        await self._write(collection, "create", {"dense": dense, "sparse": dict(layout.sparse)})

    async def drop(self, collection: str) -> None:
        await self._call(collection, "drop")

    async def describe(self, collection: str) -> CollectionState:
        return CollectionState(**await self._call(collection, "describe"))

    async def indexes(self, collection: str) -> dict[str, IndexType]:
        found: dict[str, IndexType] = await self._call(collection, "indexes")
        return found

    async def create_index(self, collection: str, field_name: str, kind: IndexType) -> None:
        await self.update(collection, {"create_index": {"field": field_name, "kind": kind}})

    async def delete_index(self, collection: str, field_name: str) -> None:
        await self.update(collection, {"delete_index": field_name})

    async def upsert(self, collection: str, batch: PointBatch) -> None:
        dense = {
            name: (rows, matrix.shape[1], matrix.astype("<f4", copy=False).tobytes())
            for name, (rows, matrix) in batch.dense.items()
        }
        sparse = {name: (one.rows, one.indices, one.values) for name, one in batch.sparse.items()}
        document = {"keys": batch.keys, "payloads": batch.payloads, "dense": dense, "sparse": sparse}
        await self._write(collection, "upsert", document)

    async def update(self, collection: str, operation: Document) -> None:
        await self._write(collection, "update", operation)

    async def retrieve(
        self, collection: str, keys: Sequence[PointKey], with_vector: WithVector
    ) -> list[StoredPoint]:
        found: list[StoredPoint] = await self._call(collection, "retrieve", list(keys), with_vector)
        return found

    async def scroll(self, collection: str, request: Document) -> tuple[list[StoredPoint], PointKey | None]:
        points, following = await self._call(collection, "scroll", request)
        return points, following

    async def count(self, collection: str, condition: Document | None) -> int:
        return int(await self._call(collection, "count", condition))

    async def query(self, collection: str, requests: Sequence[Document]) -> list[list[StoredPoint]]:
        found: list[list[StoredPoint]] = await self._call(collection, "query", list(requests))
        return found

    async def facet(self, collection: str, request: Document) -> list[tuple[Any, int]]:
        return [(value, count) for value, count in await self._call(collection, "facet", request)]

    async def create_snapshot(self, collection: str) -> SnapshotInfo:
        return SnapshotInfo(**await self._call(collection, "create_snapshot"))

    async def list_snapshots(self, collection: str) -> list[SnapshotInfo]:
        return [SnapshotInfo(**one) for one in await self._call(collection, "list_snapshots")]

    async def restore_snapshot(self, collection: str, name: str) -> None:
        if not await self._call(collection, "restore_snapshot", name):
            raise SnapshotUnknown(name=name)

    async def delete_snapshot(self, collection: str, name: str) -> None:
        if not await self._call(collection, "delete_snapshot", name):
            raise SnapshotUnknown(name=name)

    async def ping(self) -> dict[str, str]:
        states = {one.server.name: one.server.state for one in self._callers}
        if "failed" in states.values():
            raise StoreAway
        return {**states}

    async def close(self) -> None:
        for caller in self._callers:
            await caller.close()
