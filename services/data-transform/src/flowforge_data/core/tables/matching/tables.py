"""Rows of one table with the row of another that is most like each."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from flowforge_data.core.tables.matching.duplicates import Alike, pairs_of, warn_of_skipped
from flowforge_data.core.tables.matching.fields import MatchField, Thresholds
from flowforge_data.core.tables.matching.scoring import score, side_of
from flowforge_data.core.tables.steps.step import need

_DECISIONS = {"matched": "match", "unmatched": "none", "review": "review"}


@dataclass(frozen=True, slots=True)
class Matched:
    """The best pair of each row that has one."""

    frame: pl.DataFrame
    other: pl.DataFrame
    best: dict[int, Alike]
    fields: Sequence[MatchField]
    threshold: float

    def table(self, suffix: str, keep: str, *, explain: bool) -> pl.DataFrame:
        pairs = [self.best.get(row) for row in range(self.frame.height)]
        partners = pl.Series([None if pair is None else pair.right for pair in pairs], dtype=pl.UInt32)
        taken = {
            name: f"{name}{suffix}" if name in self.frame.columns else name for name in self.other.columns
        }
        joined = [
            self.other[name].gather(partners).alias(renamed)  # null where there is no partner
            for name, renamed in taken.items()
        ]
        decided = [self._decision(pair) for pair in pairs]
        told = [
            pl.Series(
                "match_score", [None if pair is None else pair.score for pair in pairs], dtype=pl.Float64
            ),
            pl.Series("match_decision", decided, dtype=pl.String),
        ]
        if explain:
            told += [
                pl.Series(
                    f"match_score_{field.column}",
                    [None if pair is None else pair.scores[field.column] for pair in pairs],
                    dtype=pl.Float64,
                )
                for field in self.fields
            ]
        made = self.frame.hstack([*joined, *told])
        return made if keep == "all" else made.filter(pl.col("match_decision") == _DECISIONS[keep])

    def _decision(self, pair: Alike | None) -> str:
        if pair is None:
            return "none"
        return "match" if pair.score >= self.threshold else "review"


def matched(
    frame: pl.DataFrame,
    other: pl.DataFrame,
    fields: Sequence[MatchField],
    limits: Thresholds,
    warnings: list[str],
) -> Matched:
    """Find the best partner of each row. Raises UnknownColumn and TooManyCandidates."""
    names = [field.other_column or field.column for field in fields]
    need(frame, [field.column for field in fields], "by")
    need(other, names, "by")
    left = side_of([frame[field.column].to_list() for field in fields])
    right = side_of([other[name].to_list() for name in names])
    scored = score(left, right, fields, limits.review_from)
    warn_of_skipped(scored, warnings)
    best: dict[int, Alike] = {}
    ties: set[int] = set()
    for pair in pairs_of(scored, fields):
        held = best.get(pair.left)
        if held is None or pair.score > held.score:
            best[pair.left] = pair
            ties.discard(pair.left)
        elif pair.score == held.score:
            ties.add(pair.left)
    if ties:
        warnings.append(f"{len(ties)} rows are equally like several of the other table: the first was taken")
    return Matched(frame, other, best, fields, limits.threshold)
