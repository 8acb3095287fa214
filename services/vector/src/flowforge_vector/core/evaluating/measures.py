"""Measures of ranked results (https://ir-measur.es has the definitions)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measures:
    """Of one query, or the mean over several."""

    recall: float
    reciprocal_rank: float
    ndcg: float
    hit: float


def measure(found: Sequence[str], relevant: Mapping[str, float], cutoff: int) -> Measures:
    """Compare the ids that were found with the relevant ones and their grades, at *cutoff* results."""
    top = list(found[:cutoff])
    positive = {one: grade for one, grade in relevant.items() if grade > 0}
    hits = [place for place, one in enumerate(top) if one in positive]
    gain = sum(positive.get(one, 0.0) / math.log2(place + 2) for place, one in enumerate(top))
    best = sorted(positive.values(), reverse=True)[:cutoff]
    ideal = sum(grade / math.log2(place + 2) for place, grade in enumerate(best))
    return Measures(
        recall=len(hits) / len(positive) if positive else 0.0,
        reciprocal_rank=1 / (hits[0] + 1) if hits else 0.0,
        ndcg=gain / ideal if ideal else 0.0,
        hit=1.0 if hits else 0.0,
    )


def mean(measures: Sequence[Measures]) -> Measures:
    """Return the mean of each measure."""
    count = len(measures)
    return Measures(
        recall=sum(one.recall for one in measures) / count,
        reciprocal_rank=sum(one.reciprocal_rank for one in measures) / count,
        ndcg=sum(one.ndcg for one in measures) / count,
        hit=sum(one.hit for one in measures) / count,
    )
