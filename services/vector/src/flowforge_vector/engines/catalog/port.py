"""The port of the catalog."""

from typing import Protocol

from flowforge_vector.engines.catalog.record import CollectionRecord


class Catalog(Protocol):
    """Records of collections."""

    async def find(self, collection_id: str) -> CollectionRecord | None: ...

    async def visible_to(self, consumer: str) -> list[CollectionRecord]:
        """Return the collections that a consumer owns, or that are shared with it."""
        ...

    async def save(self, record: CollectionRecord) -> None:
        """Write a record, durably. The last writer wins."""
        ...

    async def remove(self, collection_id: str) -> None: ...
