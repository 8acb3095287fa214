"""The catalog as a collection of the Qdrant server: it is shared by all replicas of the service."""

import uuid
from functools import partial

from qdrant_client import AsyncQdrantClient, models

from flowforge_vector.engines.catalog.record import CollectionRecord
from flowforge_vector.engines.qdrant.calling import call

NAME = "flowforge_catalog"
_NAMESPACE = uuid.UUID("5b0c9a52-6d1e-4c61-9a3f-0f6d8a0a7d10")
_PAGE = 1000


class QdrantCatalog:
    """One point for each collection, without vectors."""

    def __init__(self, client: AsyncQdrantClient, *, replicas: int | None = None) -> None:
        self._client = client
        self._replicas = replicas
        self._is_ready = False

    async def find(self, collection_id: str) -> CollectionRecord | None:
        await self._prepare()
        found = await call(partial(self._client.retrieve, NAME, [_key(collection_id)], with_payload=True))
        return _record(found[0]) if found else None

    async def visible_to(self, consumer: str) -> list[CollectionRecord]:
        await self._prepare()
        match = models.MatchValue(value=consumer)
        either = models.Filter(
            should=[models.FieldCondition(key=name, match=match) for name in ("owner", "shared_with")]
        )
        records: list[CollectionRecord] = []
        offset = None
        while True:
            points, offset = await call(
                partial(self._client.scroll, NAME, scroll_filter=either, limit=_PAGE, offset=offset)
            )
            records += [_record(one) for one in points]
            if offset is None:
                return records

    async def save(self, record: CollectionRecord) -> None:
        await self._prepare()
        payload = {
            "owner": record.owner,
            "shared_with": list(record.grants),
            "record": record.model_dump_json(),
        }
        point = models.PointStruct(id=_key(record.id), vector={}, payload=payload)
        await call(partial(self._client.upsert, NAME, [point], wait=True))

    async def remove(self, collection_id: str) -> None:
        await self._prepare()
        selector = models.PointIdsList(points=[_key(collection_id)])
        await call(partial(self._client.delete, NAME, points_selector=selector, wait=True))

    async def _prepare(self) -> None:
        """Make the collection of the catalog, the first time."""
        if self._is_ready:
            return
        if not await call(partial(self._client.collection_exists, NAME)):
            await call(
                partial(
                    self._client.create_collection,
                    NAME,
                    vectors_config={},
                    replication_factor=self._replicas,
                )
            )
            for name in ("owner", "shared_with"):
                schema = models.PayloadSchemaType.KEYWORD
                await call(partial(self._client.create_payload_index, NAME, name, field_schema=schema))
        self._is_ready = True


def _key(collection_id: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, collection_id))


def _record(point: models.Record) -> CollectionRecord:
    return CollectionRecord.model_validate_json((point.payload or {})["record"])
