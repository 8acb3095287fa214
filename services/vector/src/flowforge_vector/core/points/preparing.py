"""Make a batch for the store of what callers sent: checked, embedded, with keyword vectors."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from flowforge_vector.core.point_ids import ID_FIELD, content_id, is_plain, to_key
from flowforge_vector.core.points.checking import (
    CHECKS,
    Fault,
    PointFault,
    Vector,
    dense_vectors,
    payload_of,
    sparse_vectors,
)
from flowforge_vector.core.points.model import PointInput
from flowforge_vector.engines.catalog.record import KEYWORD_VECTOR, TEXT_VECTOR, CollectionRecord
from flowforge_vector.engines.port import PointBatch, SparseRows
from servicekit import Consumer


@dataclass(slots=True)
class CheckedPoint:
    """A point that may be written."""

    index: int
    id: str
    payload: dict[str, Any]
    text: str | None
    dense: dict[str, Vector] = field(default_factory=dict)
    sparse: dict[str, tuple[list[int], list[float]]] = field(default_factory=dict)


class TextEncoder(Protocol):
    """Embeds the texts of a collection."""

    async def embed_documents(
        self, record: CollectionRecord, texts: Sequence[str], consumer: Consumer
    ) -> np.ndarray[Any, np.dtype[np.float32]]: ...

    async def encode_keywords(
        self, record: CollectionRecord, texts: Sequence[str]
    ) -> list[tuple[list[int], list[float]]]: ...


def check_points(
    points: Sequence[PointInput], record: CollectionRecord
) -> tuple[list[CheckedPoint], dict[int, Fault]]:
    """Return the points that may be written, and what is wrong with each of the others, by index."""
    checked: list[CheckedPoint] = []
    faults: dict[int, Fault] = {}
    seen: set[str] = set()
    for index, point in enumerate(points):
        try:
            one = _check(index, point, record)
        except PointFault as error:
            faults[index] = error.fault
            continue
        if one.id in seen and point.id is not None:
            faults[index] = Fault("ID_REPEATED", f"The id '{one.id}' is in the request twice.")
        elif one.id not in seen:
            seen.add(one.id)
            checked.append(one)
    return checked, faults


def _check(index: int, point: PointInput, record: CollectionRecord) -> CheckedPoint:
    for check in CHECKS:
        check(point, record)
    payload = payload_of(point)
    dense, sparse = dense_vectors(point, record), sparse_vectors(point, record)
    point_id = point.id or content_id(point.text, point.vector, point.vectors, sparse, point.payload)
    if not is_plain(point_id):
        payload[ID_FIELD] = point_id
    return CheckedPoint(index, point_id, payload, point.text, dense, sparse)


async def encode_texts(
    points: Sequence[CheckedPoint], record: CollectionRecord, encoder: TextEncoder, consumer: Consumer
) -> None:
    """Add the vectors of the texts, where the caller did not send them."""
    dense = [one for one in points if one.text is not None and TEXT_VECTOR not in one.dense]
    if dense and record.has_dense_text:
        texts = [one.text or "" for one in dense]
        rows = await encoder.embed_documents(record, texts, consumer)
        for one, row in zip(dense, rows, strict=True):
            one.dense[TEXT_VECTOR] = row
    sparse = [one for one in points if one.text is not None and KEYWORD_VECTOR not in one.sparse]
    if sparse and record.has_keywords:
        vectors = await encoder.encode_keywords(record, [one.text or "" for one in sparse])
        for one, vector in zip(sparse, vectors, strict=True):
            one.sparse[KEYWORD_VECTOR] = vector


def to_batch(points: Sequence[CheckedPoint], record: CollectionRecord) -> PointBatch:
    """Return the batch that the store writes."""
    batch = PointBatch([to_key(one.id) for one in points], [one.payload for one in points])
    for name in record.layout.dense:
        rows = [place for place, one in enumerate(points) if name in one.dense]
        if rows:
            batch.dense[name] = (rows, np.stack([points[place].dense[name] for place in rows]))
    for name in record.layout.sparse:
        rows = [place for place, one in enumerate(points) if name in one.sparse and one.sparse[name][0]]
        if rows:
            pairs = [points[place].sparse[name] for place in rows]
            batch.sparse[name] = SparseRows(rows, [one[0] for one in pairs], [one[1] for one in pairs])
    return batch
