"""Check points before anything is written: a store may keep a part of a batch that it refuses."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flowforge_vector.core.point_ids import ID_FIELD
from flowforge_vector.core.points.model import PointInput
from flowforge_vector.engines.catalog.record import (
    KEYWORD_VECTOR,
    TEXT_VECTOR,
    CollectionRecord,
)
from flowforge_vector.engines.port import DenseLayout

TEXT_FIELD = "text"
MAX_PAYLOAD_DEPTH, MAX_PAYLOAD_VALUES = 32, 10_000
_LARGEST_INTEGER = 2**63 - 1
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a point cannot be written."""

    code: str
    message: str


class PointFault(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.fault = Fault(code, message)


def dense_vectors(point: PointInput, record: CollectionRecord) -> dict[str, Vector]:
    """Return the dense vectors of a point by name. Raises PointFault."""
    given: dict[str, list[float]] = dict(point.vectors)
    if point.vector is not None:
        given[only_vector(record)] = point.vector
    return {name: _dense(name, vector, record.layout.dense) for name, vector in given.items()}


def only_vector(record: CollectionRecord) -> str:
    """Return the name of the one vector that callers give. Raises PointFault."""
    own = list(record.vectors) or ([TEXT_VECTOR] if record.has_dense_text else [])
    if len(own) != 1:
        names = ", ".join(own) or "none"
        raise PointFault(
            "VECTOR_AMBIGUOUS", f"'vector' needs one vector in the collection, which has {names}."
        )
    return own[0]


def _dense(name: str, vector: list[float], layout: Mapping[str, DenseLayout]) -> Vector:
    wanted = layout.get(name)
    if wanted is None:
        known = ", ".join(layout) or "none"
        raise PointFault("VECTOR_UNKNOWN", f"The collection has no vector '{name}'; it has {known}.")
    if len(vector) != wanted.size:
        raise PointFault(
            "VECTOR_SIZE_WRONG",
            f"The vector '{name}' has {len(vector)} dimensions; the collection's have {wanted.size}.",
        )
    with np.errstate(over="ignore"):
        row = np.asarray(vector, np.float32)
    if not np.isfinite(row).all():
        raise PointFault("VECTOR_NOT_FINITE", f"The vector '{name}' has numbers beyond 32-bit floats.")
    if wanted.distance == "cosine" and not row.any():
        raise PointFault("VECTOR_ZERO", f"The vector '{name}' is all zeros: it has no direction.")
    return row


def sparse_vectors(point: PointInput, record: CollectionRecord) -> dict[str, tuple[list[int], list[float]]]:
    """Return the sparse vectors of a point by name, without zeros. Raises PointFault."""
    known = {*record.sparse_vectors, *((KEYWORD_VECTOR,) if record.has_keywords else ())}
    found = {}
    for name, vector in point.sparse_vectors.items():
        if name not in known:
            names = ", ".join(sorted(known)) or "none"
            raise PointFault(
                "VECTOR_UNKNOWN", f"The collection has no sparse vector '{name}'; it has {names}."
            )
        pairs = [(index, value) for index, value in zip(vector.indices, vector.values, strict=True) if value]
        if any(abs(value) > np.finfo(np.float32).max for _, value in pairs):
            raise PointFault("VECTOR_NOT_FINITE", f"The vector '{name}' has numbers beyond 32-bit floats.")
        found[name] = ([index for index, _ in pairs], [value for _, value in pairs])
    return found


def payload_of(point: PointInput) -> dict[str, Any]:
    """Return the payload with the text in it. Raises PointFault."""
    check_payload(point.payload)
    if point.text is None:
        return dict(point.payload)
    if point.payload.get(TEXT_FIELD, point.text) != point.text:
        raise PointFault("TEXT_TWICE", "'payload' has a field 'text' that differs from the point's 'text'.")
    return {**point.payload, TEXT_FIELD: point.text}


def check_payload(payload: Mapping[str, Any]) -> None:
    """Raise PointFault for a payload that no store keeps: too deep, too large, or with numbers of 65 bits."""
    if ID_FIELD in payload:
        raise PointFault("PAYLOAD_RESERVED", f"'payload' has a field '{ID_FIELD}', which is reserved.")
    for count, (depth, value) in enumerate(_walk(payload), 1):
        if depth > MAX_PAYLOAD_DEPTH:
            raise PointFault("PAYLOAD_TOO_DEEP", f"'payload' is nested over {MAX_PAYLOAD_DEPTH} levels deep.")
        if count > MAX_PAYLOAD_VALUES:
            raise PointFault("PAYLOAD_TOO_LARGE", f"'payload' has more than {MAX_PAYLOAD_VALUES} values.")
        if isinstance(value, int) and abs(value) > _LARGEST_INTEGER:
            raise PointFault("PAYLOAD_NUMBER", "'payload' has a whole number of more than 64 bits.")


def _walk(payload: Any) -> Iterator[tuple[int, Any]]:
    waiting = [(0, payload)]
    while waiting:
        depth, value = waiting.pop()
        yield depth, value
        if isinstance(value, dict):
            waiting += [(depth + 1, inner) for inner in value.values()]
        elif isinstance(value, list):
            waiting += [(depth + 1, inner) for inner in value]


def check_text(point: PointInput, record: CollectionRecord) -> None:
    """Raise PointFault where the collection takes no texts, or the text has no characters to read."""
    if point.text is None:
        return
    if record.text_search == "none":
        raise PointFault(
            "TEXT_NOT_SEARCHABLE", "'text' needs a collection whose 'text_search' is not 'none'."
        )
    if not point.text.replace("\0", " ").strip():
        raise PointFault("TEXT_BLANK", "'text' has nothing but white space.")


def check_has_something(point: PointInput) -> None:
    """Raise PointFault for a point without a text and without a vector."""
    if point.text is None and point.vector is None and not point.vectors and not point.sparse_vectors:
        raise PointFault("POINT_EMPTY", "The point has neither 'text' nor a vector.")


CHECKS: tuple[Callable[[PointInput, CollectionRecord], None], ...] = (
    lambda point, _: check_has_something(point),
    check_text,
)
