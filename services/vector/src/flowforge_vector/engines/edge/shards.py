"""All open shards of one process."""

import asyncio
import shutil
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import qdrant_edge as edge

from flowforge_vector.engines.edge.folders import CURRENT, FRESH, bytes_on_disk, copy_sparsely
from flowforge_vector.engines.edge.optimizing import optimize_beside
from flowforge_vector.engines.edge.shard import NoSuchShard, Shard
from flowforge_vector.engines.edge.translation import to_filter, to_order, to_query

Document = Mapping[str, Any]
_MOST_OPEN = 64
_SLICE = 256  # points of one update: searches run between slices


class StorageFull(Exception):
    """The free space is below the reserve."""

    def __init__(self, free: int, reserve: int) -> None:
        super().__init__(f"{free} bytes are free, {reserve} are kept")
        self.free, self.reserve = free, reserve


class Shards:
    """Shards by name, opened when they are used. Methods that change a shard wait for each other."""

    def __init__(self, root: Path, *, reserve_bytes: int, optimize_from: int) -> None:
        self._root = root
        self._reserve = reserve_bytes
        self._optimize_from = optimize_from
        self._open: OrderedDict[str, Shard] = OrderedDict()
        self._optimizing: dict[str, asyncio.Task[None]] = {}

    @asynccontextmanager
    async def use(self, name: str) -> AsyncIterator[Shard]:
        """Yield the open shard, which is not closed meanwhile."""
        shard = self._open.get(name)
        if shard is None:
            self._close_idle()
            shard = self._open[name] = Shard(self._root / name)
        self._open.move_to_end(name)
        shard.users += 1
        try:
            yield shard
        finally:
            shard.users -= 1

    def _close_idle(self) -> None:
        while len(self._open) >= _MOST_OPEN:
            idle = next((key for key, one in self._open.items() if not one.users), None)
            if idle is None:
                return
            self._open.pop(idle).close()

    async def create(self, name: str, layout: Document) -> None:
        self._check_space()
        if not (self._root / name / CURRENT).exists():
            shutil.rmtree(self._root / name, ignore_errors=True)  # what a crash left
            Shard.create(self._root / name, layout)

    async def drop(self, name: str) -> None:
        if (task := self._optimizing.pop(name, None)) is not None:
            task.cancel()
        if (shard := self._open.pop(name, None)) is not None:
            async with shard.changing:
                shard.close()
        await asyncio.to_thread(shutil.rmtree, self._root / name, ignore_errors=True)

    async def upsert(self, name: str, batch: dict[str, Any]) -> None:
        """Write points slice by slice, so that searches run between."""
        self._check_space()
        async with self.use(name) as shard:
            for part in _slices(batch):
                async with shard.changing:
                    shard.apply({"upsert": part})
                await asyncio.sleep(0)
            self._optimize_if_large(name, shard)

    async def update(self, name: str, operation: Document) -> None:
        self._check_space()
        async with self.use(name) as shard, shard.changing:
            shard.apply(operation)

    async def query(self, name: str, requests: list[Document]) -> list[list[Document]]:
        async with self.use(name) as shard:
            return [[_point(one) for one in shard.edge.query(to_query(request))] for request in requests]

    async def retrieve(self, name: str, keys: list[Any], with_vector: Any) -> list[Document]:
        async with self.use(name) as shard:
            return [_point(one) for one in shard.edge.retrieve(keys, True, with_vector)]  # noqa: FBT003 - positional only

    async def scroll(self, name: str, request: Document) -> tuple[list[Document], Any]:
        order = to_order(request["order_by"]) if request.get("order_by") else None
        async with self.use(name) as shard:
            points, following = shard.edge.scroll(
                edge.ScrollRequest(
                    offset=request.get("offset"),
                    limit=request["limit"],
                    filter=to_filter(request.get("filter")),
                    with_payload=True,
                    with_vector=request.get("with_vector", False),
                    order_by=order,
                )
            )
        return [_point(one) for one in points], _plain_key(following)

    async def count(self, name: str, condition: Document | None) -> int:
        async with self.use(name) as shard:
            return int(shard.edge.count(edge.CountRequest(exact=True, filter=to_filter(condition))))

    async def facet(self, name: str, request: Document) -> list[tuple[Any, int]]:
        wanted = edge.FacetRequest(
            request["key"], request["limit"], exact=True, filter=to_filter(request.get("filter"))
        )
        async with self.use(name) as shard:
            return [(hit.value, hit.count) for hit in shard.edge.facet(wanted)]

    async def describe(self, name: str) -> Document:
        async with self.use(name) as shard:
            info = shard.edge.info()
            return {
                "points": info.points_count,
                "segments": info.segments_count,
                "indexed_vectors": info.indexed_vectors_count,
                "bytes_on_disk": bytes_on_disk(shard.folder / CURRENT),
                "status": "optimizing" if shard.journal is not None else "ready",
            }

    async def indexes(self, name: str) -> dict[str, str]:
        async with self.use(name) as shard:
            schema = shard.edge.info().payload_schema
            return {field: str(one.data_type).rpartition(".")[2].lower() for field, one in schema.items()}

    async def create_snapshot(self, name: str) -> Document:
        """Copy the shard. Searches go on; updates wait."""
        self._check_space()
        label = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        async with self.use(name) as shard, shard.changing:
            shard.flush()
            folder = shard.folder / "snapshots"
            await asyncio.to_thread(copy_sparsely, shard.folder / CURRENT, folder / f"{label}.part")
            (folder / f"{label}.part").rename(folder / label)
        return _snapshot(folder / label)

    async def list_snapshots(self, name: str) -> list[Document]:
        if not (self._root / name / CURRENT).is_dir():
            raise NoSuchShard
        found = sorted((self._root / name / "snapshots").glob("*"))
        return [_snapshot(one) for one in found if one.suffix != ".part"]

    async def restore_snapshot(self, name: str, label: str) -> bool:
        async with self.use(name) as shard, shard.changing:
            kept = shard.folder / "snapshots" / label
            if not kept.is_dir():
                return False
            if (task := self._optimizing.pop(name, None)) is not None:
                task.cancel()
            shutil.rmtree(shard.folder / FRESH, ignore_errors=True)
            await asyncio.to_thread(copy_sparsely, kept, shard.folder / FRESH)
            shard.swap()
            shard.optimized_points = 0  # it is optimized again when it grows
            return True

    async def delete_snapshot(self, name: str, label: str) -> bool:
        kept = self._root / name / "snapshots" / label
        if not kept.is_dir():
            return False
        await asyncio.to_thread(shutil.rmtree, kept)
        return True

    def flush(self) -> None:
        """Flush what changed."""
        for shard in list(self._open.values()):
            if not shard.changing.locked():
                shard.flush()

    async def close(self) -> None:
        for task in self._optimizing.values():
            task.cancel()
        await asyncio.gather(*self._optimizing.values(), return_exceptions=True)
        while self._open:
            self._open.popitem()[1].close()

    def _check_space(self) -> None:
        free = shutil.disk_usage(self._root).free
        if free < self._reserve:
            raise StorageFull(free, self._reserve)

    def _optimize_if_large(self, name: str, shard: Shard) -> None:
        info = shard.edge.info()
        waiting = info.points_count - shard.optimized_points
        if name in self._optimizing or shard.journal is not None or waiting <= self._optimize_from:
            return
        task = asyncio.create_task(optimize_beside(self.use(name)))
        self._optimizing[name] = task
        task.add_done_callback(_forget(self._optimizing, name))


def _forget(tasks: dict[str, asyncio.Task[None]], name: str) -> Callable[[asyncio.Task[None]], None]:
    def forget(task: asyncio.Task[None]) -> None:
        if tasks.get(name) is task:
            del tasks[name]

    return forget


def _slices(batch: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a batch in parts of few points each."""
    count = len(batch["keys"])
    if count <= _SLICE:
        return [batch]
    return [_part(batch, start, min(start + _SLICE, count)) for start in range(0, count, _SLICE)]


def _part(batch: dict[str, Any], start: int, end: int) -> dict[str, Any]:
    dense = {}
    for name, (rows, size, packed) in batch["dense"].items():
        chosen = [place for place, row in enumerate(rows) if start <= row < end]
        if chosen:
            first, last = chosen[0], chosen[-1] + 1  # rows are in order
            cut = packed[first * size * 4 : last * size * 4]
            dense[name] = ([rows[place] - start for place in chosen], size, cut)
    sparse = {}
    for name, (rows, indices, values) in batch["sparse"].items():
        chosen = [place for place, row in enumerate(rows) if start <= row < end]
        sparse[name] = (
            [rows[place] - start for place in chosen],
            [indices[place] for place in chosen],
            [values[place] for place in chosen],
        )
    keys, payloads = batch["keys"][start:end], batch["payloads"][start:end]
    return {"keys": keys, "payloads": payloads, "dense": dense, "sparse": sparse}


def _point(found: Any) -> Document:
    point = {"id": _plain_key(found.id), "payload": found.payload or {}}
    if (score := getattr(found, "score", None)) is not None:
        point["score"] = score
    if found.vector is not None:
        point["vector"] = {name: _plain_vector(one) for name, one in found.vector.items()}
    return point


def _plain_vector(vector: Any) -> Any:
    if isinstance(vector, edge.SparseVector):
        return {"indices": list(vector.indices), "values": list(vector.values)}
    return vector


def _plain_key(key: Any) -> Any:
    return key if key is None or isinstance(key, int) else str(key)


def _snapshot(folder: Path) -> Document:
    created = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    return {"name": folder.name, "created_at": created.isoformat(), "size_bytes": bytes_on_disk(folder)}
