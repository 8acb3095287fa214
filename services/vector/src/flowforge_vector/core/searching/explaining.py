"""Explain the score of a result by the lists that were joined."""

from collections.abc import Mapping, Sequence
from statistics import fmean, stdev

from flowforge_vector.core.point_ids import to_id
from flowforge_vector.core.searching.planning import RRF_K
from flowforge_vector.core.searching.query import Fusion
from flowforge_vector.core.searching.results import ScorePart
from flowforge_vector.engines.port import StoredPoint

_DEVIATIONS = 3


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
            contribution = _contribution(place, points, fusion) if is_joined else score
            return ScorePart(part=name, score=score, rank=place + 1, contribution=contribution)
    return ScorePart(part=name, score=None, rank=None, contribution=0.0)


def _contribution(place: int, points: Sequence[StoredPoint], fusion: Fusion) -> float:
    """Return what the fusion adds: 1 / (k + rank from 0), or the score between its mean +- 3 deviations."""
    if fusion == "rrf":
        return 1 / (RRF_K + place)
    scores = [one["score"] for one in points]
    deviation = stdev(scores) if len(scores) > 1 else 0.0
    if not deviation:
        return 0.5
    return (scores[place] - fmean(scores) + _DEVIATIONS * deviation) / (2 * _DEVIATIONS * deviation)
