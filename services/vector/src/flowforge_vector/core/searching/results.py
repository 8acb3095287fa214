"""What searches return."""

from typing import Any

from pydantic import BaseModel, Field

from flowforge_vector.core.point_ids import ID_FIELD, to_id
from flowforge_vector.core.points.checking import TEXT_FIELD
from flowforge_vector.engines.port import StoredPoint


class SparseVectorResult(BaseModel):
    indices: list[int] = Field(description="Dimensions that are not zero.")
    values: list[float] = Field(description="Value at each of the indices, in the same order.")


class StoredVectors(BaseModel):
    dense: dict[str, list[float]] = Field(description="Dense vectors by name.")
    sparse: dict[str, SparseVectorResult] = Field(description="Sparse vectors by name.")


class PointResult(BaseModel):
    """A point of a collection."""

    id: str = Field(description="Id of the point.")
    text: str | None = Field(description="The text of the point, if it has one.")
    payload: dict[str, Any] = Field(description="The payload without the text.")
    vectors: StoredVectors | None = Field(description="The vectors, if they were asked for.")


class Highlight(BaseModel):
    """Words of the text that match the query; offsets count code points."""

    start: int = Field(description="Where the match begins in the text, counted in characters from 0.")
    end: int = Field(description="Where the match ends in the text.")
    text: str = Field(description="The words that match.")


class ScorePart(BaseModel):
    """What one part of a hybrid search says about a result."""

    part: str = Field(description="`text` for the vector of the text, `keywords` for its words.")
    score: float | None = Field(description="The score in this part; null if it is not a candidate there.")
    rank: int | None = Field(description="The place in this part, from 1; null likewise.")
    contribution: float = Field(description="What it adds to the score of the result.")


class Hit(PointResult):
    """A result of a search."""

    score: float = Field(description="Higher is better, except for the distances euclid and manhattan.")
    highlights: list[Highlight] | None = Field(description="Matching words, if they were asked for.")
    explanation: list[ScorePart] | None = Field(description="The parts of the score, if asked for.")


def shown(point: StoredPoint, *, with_vectors: bool) -> dict[str, Any]:
    """Return the fields of a PointResult."""
    payload = {name: value for name, value in point["payload"].items() if name != ID_FIELD}
    text = payload.pop(TEXT_FIELD, None)
    if text is not None and not isinstance(text, str):
        payload[TEXT_FIELD], text = text, None
    vectors = _vectors(point.get("vector") or {}) if with_vectors else None
    return {"id": to_id(point), "text": text, "payload": payload, "vectors": vectors}


def _vectors(given: dict[str, Any]) -> StoredVectors:
    sparse = {name: one for name, one in given.items() if isinstance(one, dict)}
    return StoredVectors.model_construct(
        dense={name: one for name, one in given.items() if name not in sparse},
        sparse={name: SparseVectorResult.model_construct(**one) for name, one in sparse.items()},
    )


def to_point(point: StoredPoint, *, with_vectors: bool) -> PointResult:
    return PointResult.model_construct(**shown(point, with_vectors=with_vectors))


def to_hit(point: StoredPoint, *, with_vectors: bool) -> Hit:
    return Hit.model_construct(
        **shown(point, with_vectors=with_vectors), score=point["score"], highlights=None, explanation=None
    )
