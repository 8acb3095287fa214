"""The port of vector stores, in the JSON of Qdrant's HTTP API: filters, queries and update operations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NotRequired, Protocol, TypedDict

import numpy as np
from numpy.typing import NDArray

Distance = Literal["cosine", "dot", "euclid", "manhattan"]
Quantization = Literal["none", "scalar", "binary"]
IndexType = Literal["keyword", "integer", "float", "bool", "geo", "datetime", "text", "uuid"]
PointKey = int | str
Document = dict[str, Any]
WithVector = bool | list[str]  # all vectors or none, or those of these names


@dataclass(frozen=True, slots=True)
class DenseLayout:
    """A dense vector of every point."""

    size: int
    distance: Distance = "cosine"
    quantization: Quantization = "none"


@dataclass(frozen=True, slots=True)
class Layout:
    """The vectors of a collection. `sparse` maps a name to whether its scores use word frequencies (IDF)."""

    dense: Mapping[str, DenseLayout] = field(default_factory=dict)
    sparse: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SparseRows:
    """Sparse vectors of some rows of a batch."""

    rows: list[int]
    indices: list[list[int]]
    values: list[list[float]]


@dataclass(frozen=True, slots=True)
class PointBatch:
    """Points to write. A named vector has the rows that have it, and one line for each."""

    keys: list[PointKey]
    payloads: list[Document]
    dense: dict[str, tuple[list[int], NDArray[np.float32]]] = field(default_factory=dict)
    sparse: dict[str, SparseRows] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.keys)


class StoredPoint(TypedDict):
    """A point as a store returns it. `score` is there in the answer to a query only."""

    id: PointKey
    payload: Document
    vector: NotRequired[dict[str, Any]]
    score: NotRequired[float]


@dataclass(frozen=True, slots=True)
class CollectionState:
    """What a store knows of a collection."""

    points: int
    segments: int
    indexed_vectors: int
    bytes_on_disk: int | None
    status: Literal["ready", "optimizing"]


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    name: str
    created_at: str
    size_bytes: int


class CollectionStore(Protocol):
    """Collections and the indexes of their payload fields."""

    async def create(self, collection: str, layout: Layout) -> None: ...

    async def drop(self, collection: str) -> None: ...

    async def describe(self, collection: str) -> CollectionState: ...

    async def indexes(self, collection: str) -> dict[str, IndexType]: ...

    async def create_index(self, collection: str, field_name: str, kind: IndexType) -> None: ...

    async def delete_index(self, collection: str, field_name: str) -> None: ...


class PointStore(Protocol):
    """Reads and writes of points. Writes are idempotent, and durable when they return."""

    async def upsert(self, collection: str, batch: PointBatch) -> None: ...

    async def update(self, collection: str, operation: Document) -> None:
        """Apply one operation of Qdrant's `points/batch`, such as delete or set_payload."""
        ...

    async def retrieve(
        self, collection: str, keys: Sequence[PointKey], with_vector: WithVector
    ) -> list[StoredPoint]: ...

    async def scroll(
        self, collection: str, request: Document
    ) -> tuple[list[StoredPoint], PointKey | None]: ...

    async def count(self, collection: str, condition: Document | None) -> int: ...


class SearchStore(Protocol):
    """Queries. A request is that of Qdrant's `points/query`, with payload unless it says otherwise."""

    async def query(self, collection: str, requests: Sequence[Document]) -> list[list[StoredPoint]]: ...

    async def facet(self, collection: str, request: Document) -> list[tuple[Any, int]]: ...


class SnapshotStore(Protocol):
    """Copies of a collection, kept by the store."""

    async def create_snapshot(self, collection: str) -> SnapshotInfo: ...

    async def list_snapshots(self, collection: str) -> list[SnapshotInfo]: ...

    async def restore_snapshot(self, collection: str, name: str) -> None: ...

    async def delete_snapshot(self, collection: str, name: str) -> None: ...


class VectorStore(CollectionStore, PointStore, SearchStore, SnapshotStore, Protocol):
    """Everything that the service asks of a store."""

    @property
    def kind(self) -> Literal["embedded", "qdrant"]: ...

    async def ping(self) -> dict[str, str]:
        """Return what /health shows. Raises if the store does not work."""
        ...

    async def close(self) -> None: ...
