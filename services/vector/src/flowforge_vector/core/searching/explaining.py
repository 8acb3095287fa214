"""Explain the score of a result by the lists that were joined."""

from collections.abc import Mapping, Sequence

from flowforge_vector.core.point_ids import to_id
from flowforge_vector.core.searching.planning import RRF_K
from flowforge_vector.core.searching.query import Fusion
from flowforge_vector.core.searching.results import ScorePart
from flowforge_vector.engines.port import StoredPoint


def explain(point_id: str, lists: Mapping[str, Sequence[StoredPoint]], fusion: Fusion) -> list[ScorePart]:
    """Return score, rank and contribution of a point in each list."""
    is_joined = len(lists) > 1
    return [_part(point_id, name, points, fusion, is_joined=is_joined) for name, points in lists.items()]


def _part(
    point_id: str, name: str, points: Sequence[StoredPoint], fusion: Fusion, *, is_joined: bool
) -> ScorePart:
    for place, point in enumerate(points):
        if to_id(point) == point_id:
            score = point["score"]
            return ScorePart(
                part=name,
                score=score,
                rank=place + 1,
                contribution=_contribution(place, score, fusion, is_joined=is_joined),
            )
    return ScorePart(part=name, score=None, rank=None, contribution=0.0 if fusion == "rrf" else None)


def _contribution(place: int, score: float, fusion: Fusion, *, is_joined: bool) -> float | None:
    if not is_joined:
        return score
    return 1 / (RRF_K + place) if fusion == "rrf" else None
