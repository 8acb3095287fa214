"""What handlers work with: the store, the catalog, the models, and who may use which collection."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from flowforge_vector.core.collections.errors import (
    CollectionNotYours,
    CollectionReadOnly,
    CollectionUnknown,
    PointQuotaReached,
    TextSearchOff,
)
from flowforge_vector.core.collections.lengths import LengthMeans
from flowforge_vector.core.collections.quotas import PointCounts
from flowforge_vector.engines.answering import Answerer
from flowforge_vector.engines.catalog.port import Catalog
from flowforge_vector.engines.catalog.record import CollectionRecord
from flowforge_vector.engines.keywords import KeywordEncoder, Sparse
from flowforge_vector.engines.models.port import EmbeddingModels, Matrix
from flowforge_vector.engines.port import PointKey, VectorStore
from flowforge_vector.engines.ranking import Reranker
from flowforge_vector.engines.recognition import Recognizer
from flowforge_vector.settings import VectorSettings
from servicekit import Consumer

Need = Literal["read", "write", "own"]


@dataclass(slots=True)
class VectorService:
    """Opened once for the service. Methods raise the errors that callers see."""

    store: VectorStore
    catalog: Catalog
    models: EmbeddingModels
    keywords: KeywordEncoder
    reranker: Reranker
    answerer: Answerer
    recognizer: Recognizer
    settings: VectorSettings
    lengths: LengthMeans = field(default_factory=LengthMeans)
    parsing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))
    drawing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))
    counts: PointCounts = field(init=False)

    def __post_init__(self) -> None:
        self.counts = PointCounts(self._count_points)

    async def find(self, name: str, consumer: Consumer, need: Need = "read") -> CollectionRecord:
        """Return the collection that *consumer* calls *name*: a name or an alias of its own, or an id."""
        record = await self._named(name, consumer.id)
        if record is None:
            raise CollectionUnknown(name=name)
        role = record.role_of(consumer.id)
        if need == "own" and role != "owner":
            raise CollectionNotYours(name=record.name)
        if need == "write" and role == "read":
            raise CollectionReadOnly(name=record.name)
        return record

    async def _named(self, name: str, consumer: str) -> CollectionRecord | None:
        found = await self.catalog.visible_to(consumer)
        own = (one for one in found if one.owner == consumer and name in (one.name, *one.aliases))
        return next(own, None) or next((one for one in found if one.id == name), None)

    async def owned_by(self, consumer: str) -> list[CollectionRecord]:
        return [one for one in await self.catalog.visible_to(consumer) if one.owner == consumer]

    async def check_quota(
        self, record: CollectionRecord, added: int, consumer: Consumer, replaced: Sequence[PointKey] = ()
    ) -> None:
        """Raise PointQuotaReached if the owner's collections have no room for *added* points.

        Those of *replaced* that exist take no more room; they are looked up only where it matters.
        """
        limit = self.settings.points_of(await self._tier_of_owner(record, consumer))
        count = await self.counts.add(record.owner, added, limit)
        if count is not None and replaced:
            added -= await self.store.count(record.id, {"must": [{"has_id": list(replaced)}]})
            count = await self.counts.add(record.owner, added, limit)
        if count is not None:
            raise PointQuotaReached(count=count, added=added, limit=limit)

    async def _tier_of_owner(self, record: CollectionRecord, consumer: Consumer) -> str:
        """Return the tier that the owner had when it wrote last."""
        if consumer.id == record.owner and consumer.tier != record.owner_tier:
            current = await self.catalog.find(record.id) or record
            await self.catalog.save(current.model_copy(update={"owner_tier": consumer.tier}))
        return consumer.tier if consumer.id == record.owner else record.owner_tier

    async def _count_points(self, owner: str) -> int:
        return sum([await self.store.count(one.id, None) for one in await self.owned_by(owner)])

    async def embed_documents(
        self, record: CollectionRecord, texts: Sequence[str], consumer: Consumer
    ) -> Matrix:
        """Return the vectors of texts that are to be found."""
        assert record.model is not None  # noqa: S101 - collections with dense text have a model
        return await self.models.embed(record.model, texts, "document", consumer)

    async def embed_query(self, record: CollectionRecord, text: str, consumer: Consumer) -> list[float]:
        """Return the vector of a text that is searched for."""
        if record.model is None or not record.has_dense_text:
            raise TextSearchOff(field="text", wanted="a model", mode=record.text_search)
        rows = await self.models.embed(record.model, [text], "query", consumer)
        vector: list[float] = rows[0].tolist()
        return vector

    async def encode_keywords(self, record: CollectionRecord, texts: Sequence[str]) -> list[Sparse]:
        """Return the keyword vectors of texts, with the mean length of the collection as it is now."""
        mean = self.lengths.of(record)
        used = mean.mean
        vectors = await self.keywords.encode_documents(record.language, round(used, 1), texts)
        mean.add([len(indices) for indices, _ in vectors])
        if mean.is_far_from(record):
            vectors = await self.keywords.encode_documents(record.language, round(mean.mean, 1), texts)
            current = await self.catalog.find(record.id) or record
            update = {"average_length": mean.mean, "length_samples": mean.samples}
            await self.catalog.save(current.model_copy(update=update))
        return vectors

    async def close(self) -> None:
        await self.store.close()
        await self.models.close()
        await self.keywords.close()
        await self.reranker.close()
        await self.answerer.close()
        await self.recognizer.close()
