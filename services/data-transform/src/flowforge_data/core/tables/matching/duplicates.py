"""Rows of one table that are alike."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from flowforge_data.core.tables.matching.clusters import clusters_of
from flowforge_data.core.tables.matching.fields import MatchField, Thresholds
from flowforge_data.core.tables.matching.scoring import Scored, score, side_of
from flowforge_data.core.tables.steps.step import need


@dataclass(frozen=True, slots=True)
class Alike:
    """Two rows by their numbers from 0, with the score of each field."""

    left: int
    right: int
    score: float
    scores: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Clusters with the pairs that make them, and the pairs that a person should look at."""

    clusters: list[tuple[list[int], list[Alike]]]
    review: list[Alike]


def alike_rows(
    frame: pl.DataFrame, fields: Sequence[MatchField], limits: Thresholds, warnings: list[str]
) -> Duplicates:
    """Find the clusters of *frame*. Raises UnknownColumn and TooManyCandidates."""
    need(frame, [field.column for field in fields], "by")
    side = side_of([frame[field.column].to_list() for field in fields])
    scored = score(side, None, fields, limits.review_from)
    warn_of_skipped(scored, warnings)
    pairs = sorted(pairs_of(scored, fields), key=lambda pair: -pair.score)
    same = [pair for pair in pairs if pair.score >= limits.threshold]
    groups = clusters_of((pair.left, pair.right) for pair in same)
    place = {row: number for number, rows in enumerate(groups) for row in rows}
    reasons: dict[int, list[Alike]] = defaultdict(list)
    for pair in same:
        reasons[place[pair.left]].append(pair)
    review = [
        pair
        for pair in pairs
        if pair.score < limits.threshold
        and (pair.left not in place or place[pair.left] != place.get(pair.right))
    ]
    return Duplicates([(rows, reasons[number]) for number, rows in enumerate(groups)], review)


def pairs_of(scored: Scored, fields: Sequence[MatchField]) -> list[Alike]:
    names = [field.column for field in fields]
    return [
        Alike(
            int(left),
            int(right),
            float(total),
            {name: None if np.isnan(one) else float(one) for name, one in zip(names, row, strict=True)},
        )
        for (left, right), total, row in zip(scored.pairs, scored.scores, scored.by_field, strict=True)
    ]


def warn_of_skipped(scored: Scored, warnings: list[str]) -> None:
    if scored.skipped:
        warnings.append(
            f"{scored.skipped} beginnings or words stand in so many rows that these were not compared by them"
        )
