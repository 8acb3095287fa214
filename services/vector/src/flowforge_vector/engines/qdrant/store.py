"""The store on a Qdrant server."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from qdrant_client import AsyncQdrantClient, models

from flowforge_vector.engines.errors import SnapshotUnknown, StoreTooOld
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
from flowforge_vector.engines.qdrant.calling import call
from flowforge_vector.engines.qdrant.layouts import (
    dense_params,
    index_params,
    sparse_params,
    to_operation,
    to_structs,
)

MINIMUM_SERVER = (1, 16)  # the first that takes `rrf.k`
_PART = 1000


@dataclass(frozen=True, slots=True)
class Cluster:
    """How new collections are spread over the nodes of a cluster, and where its REST API is."""

    url: str = ""
    api_key: str | None = None
    shards: int | None = None
    replicas: int | None = None
    write_consistency: int | None = None


class QdrantStore:
    """Collections on a server. Writes wait until they are applied."""

    kind: Literal["qdrant"] = "qdrant"

    def __init__(self, client: AsyncQdrantClient, cluster: Cluster | None = None) -> None:
        self._client = client
        self._cluster = cluster or Cluster()

    async def create(self, collection: str, layout: Layout) -> None:
        if await call(partial(self._client.collection_exists, collection)):
            return
        await call(
            partial(
                self._client.create_collection,
                collection,
                vectors_config=dense_params(layout),
                sparse_vectors_config=sparse_params(layout),
                shard_number=self._cluster.shards,
                replication_factor=self._cluster.replicas,
                write_consistency_factor=self._cluster.write_consistency,
            )
        )

    async def drop(self, collection: str) -> None:
        await call(partial(self._client.delete_collection, collection))

    async def describe(self, collection: str) -> CollectionState:
        info = await call(partial(self._client.get_collection, collection))
        return CollectionState(
            points=info.points_count or 0,
            segments=info.segments_count,
            indexed_vectors=info.indexed_vectors_count or 0,
            bytes_on_disk=None,
            status="ready" if info.status == models.CollectionStatus.GREEN else "optimizing",
        )

    async def indexes(self, collection: str) -> dict[str, IndexType]:
        info = await call(partial(self._client.get_collection, collection))
        return {name: one.data_type.value for name, one in info.payload_schema.items()}

    async def create_index(self, collection: str, field_name: str, kind: IndexType) -> None:
        await call(
            partial(
                self._client.create_payload_index, collection, field_name, field_schema=index_params(kind)
            )
        )

    async def delete_index(self, collection: str, field_name: str) -> None:
        await call(partial(self._client.delete_payload_index, collection, field_name))

    async def upsert(self, collection: str, batch: PointBatch) -> None:
        points = to_structs(batch)
        for start in range(0, len(points), _PART):
            await call(partial(self._client.upsert, collection, points[start : start + _PART], wait=True))

    async def update(self, collection: str, operation: Document) -> None:
        await call(
            partial(self._client.batch_update_points, collection, [to_operation(operation)], wait=True)
        )

    async def retrieve(
        self, collection: str, keys: Sequence[PointKey], with_vector: WithVector
    ) -> list[StoredPoint]:
        found = await call(
            partial(
                self._client.retrieve, collection, list(keys), with_payload=True, with_vectors=with_vector
            )
        )
        return [_point(one) for one in found]

    async def scroll(self, collection: str, request: Document) -> tuple[list[StoredPoint], PointKey | None]:
        order = request.get("order_by")
        points, following = await call(
            partial(
                self._client.scroll,
                collection,
                scroll_filter=_filter(request.get("filter")),
                limit=request["limit"],
                order_by=models.OrderBy.model_validate(order) if order else None,
                offset=request.get("offset"),
                with_payload=True,
                with_vectors=request.get("with_vector", False),
            )
        )
        return [_point(one) for one in points], _key(following)

    async def count(self, collection: str, condition: Document | None) -> int:
        found = await call(
            partial(self._client.count, collection, count_filter=_filter(condition), exact=True)
        )
        return int(found.count)

    async def query(self, collection: str, requests: Sequence[Document]) -> list[list[StoredPoint]]:
        wanted = [models.QueryRequest.model_validate({"with_payload": True, **one}) for one in requests]
        found = await call(partial(self._client.query_batch_points, collection, wanted))
        return [[_point(one) for one in response.points] for response in found]

    async def facet(self, collection: str, request: Document) -> list[tuple[Any, int]]:
        condition = _filter(request.get("filter"))
        found = await call(
            partial(
                self._client.facet,
                collection,
                request["key"],
                facet_filter=condition,
                limit=request["limit"],
                exact=True,
            )
        )
        return [(hit.value, hit.count) for hit in found.hits]

    async def create_snapshot(self, collection: str) -> SnapshotInfo:
        made = await call(partial(self._client.create_snapshot, collection, wait=True))
        assert made is not None  # noqa: S101 - the client returns None only without wait
        return _snapshot(made)

    async def list_snapshots(self, collection: str) -> list[SnapshotInfo]:
        found = [_snapshot(one) for one in await call(partial(self._client.list_snapshots, collection))]
        return sorted(found, key=lambda one: one.created_at)

    async def restore_snapshot(self, collection: str, name: str) -> None:
        if name not in {one.name for one in await self.list_snapshots(collection)}:
            raise SnapshotUnknown(name=name)
        location = f"{self._cluster.url.rstrip('/')}/collections/{collection}/snapshots/{name}"
        await call(
            partial(
                self._client.recover_snapshot,
                collection,
                location,
                api_key=self._cluster.api_key,
                priority=models.SnapshotPriority.SNAPSHOT,
                wait=True,
            )
        )

    async def delete_snapshot(self, collection: str, name: str) -> None:
        if not await call(partial(self._client.delete_snapshot, collection, name, wait=True)):
            raise SnapshotUnknown(name=name)

    async def ping(self) -> dict[str, str]:
        """Return the version of the server. Raises StoreTooOld for one that lacks what queries use."""
        version = str((await call(self._client.info)).version)
        if _numbers(version) < MINIMUM_SERVER:
            raise StoreTooOld(version=version, least=".".join(map(str, MINIMUM_SERVER)))
        return {"qdrant": version}

    async def close(self) -> None:
        await self._client.close()


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])


def _filter(condition: Document | None) -> models.Filter | None:
    return models.Filter.model_validate(condition) if condition else None


def _point(found: models.ScoredPoint | models.Record) -> StoredPoint:
    point: StoredPoint = {"id": _key(found.id) or 0, "payload": found.payload or {}}
    if isinstance(found, models.ScoredPoint):
        point["score"] = found.score
    if isinstance(found.vector, dict):
        point["vector"] = {name: _vector(one) for name, one in found.vector.items()}
    return point


def _vector(vector: Any) -> Any:
    return vector.model_dump() if isinstance(vector, models.SparseVector) else vector


def _key(key: Any) -> PointKey | None:
    return key if key is None or isinstance(key, int) else str(key)


def _snapshot(found: models.SnapshotDescription) -> SnapshotInfo:
    return SnapshotInfo(found.name, str(found.creation_time or ""), found.size)
