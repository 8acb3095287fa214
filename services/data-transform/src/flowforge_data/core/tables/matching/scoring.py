"""Candidate pairs of rows and their scores."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from flowforge_data.core.tables.matching.fields import MatchField, TooManyCandidates

MAX_PAIRS: Final = 2_000_000
LARGEST_BLOCK: Final = 2_000
DAYS_APART: Final = 30
_OTHER: Final = re.compile(r"[^a-z0-9]+")
_DIGITS: Final = re.compile(r"\d{4,}")
_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
Scores = NDArray[np.float64]
Pairs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Side:
    """One table: for each field its cells as normalized text, empty if there is none."""

    cells: list[list[str]]

    @property
    def rows(self) -> int:
        return len(self.cells[0]) if self.cells else 0


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs of rows with their scores, and for each field the score or NaN where a side is empty."""

    pairs: Pairs
    scores: Scores
    by_field: Scores
    skipped: int


def side_of(columns: Sequence[Sequence[Any]]) -> Side:
    return Side([[normal(cell) for cell in column] for column in columns])


def normal(cell: Any) -> str:
    """Return a cell in lower case ASCII with single blanks: `Müller, J.` is `muller j`."""
    if cell is None:
        return ""
    if isinstance(cell, float | int | dt.date) and not isinstance(cell, bool):
        return str(cell)
    return _OTHER.sub(" ", anyascii(str(cell)).lower()).strip()


def score(left: Side, right: Side | None, fields: Sequence[MatchField], least: float) -> Scored:
    """Score the pairs that share a key, within *left* if there is no *right*. Raises TooManyCandidates.

    A pair is kept from *least*. The score is the weighted mean over the fields that both rows have.
    """
    other = right or left
    pairs, skipped = _candidates(left, right, fields)
    if not len(pairs):
        return Scored(pairs, np.empty(0), np.empty((0, len(fields))), skipped)
    by_field = np.column_stack(
        [
            _field_scores(
                [left.cells[place][row] for row in pairs[:, 0]],
                [other.cells[place][row] for row in pairs[:, 1]],
                field.method,
            )
            for place, field in enumerate(fields)
        ]
    )
    weights = np.array([field.weight for field in fields])
    present = ~np.isnan(by_field)
    total = (present * weights).sum(axis=1)
    sums = (np.nan_to_num(by_field) * weights).sum(axis=1)
    scores = np.divide(sums, total, out=np.zeros(len(pairs)), where=total > 0)
    keep = scores >= least
    return Scored(pairs[keep], scores[keep].round(4), by_field[keep].round(4), skipped)


def _candidates(left: Side, right: Side | None, fields: Sequence[MatchField]) -> tuple[Pairs, int]:
    """Return the distinct pairs that share a key, and how many keys were too frequent to be used."""
    found: set[int] = set()
    skipped = 0
    other = right or left
    for place, field in enumerate(fields):
        if field.method == "number":
            continue
        for keys in _KEYS[field.method]:
            blocks = _blocks(left.cells[place], keys)
            others = blocks if right is None else _blocks(other.cells[place], keys)
            for key, rows in blocks.items():
                matched = others.get(key, [])
                if len(rows) * len(matched) > LARGEST_BLOCK**2 // (2 if right is None else 1):
                    skipped += 1
                    continue
                found.update(_codes(rows, matched, other.rows, same=right is None))
                if len(found) > MAX_PAIRS:
                    raise TooManyCandidates(limit=MAX_PAIRS)
    codes = np.fromiter(found, dtype=np.int64, count=len(found))
    codes.sort()
    size = max(other.rows, 1)
    return np.column_stack([codes // size, codes % size]), skipped


def _codes(rows: list[int], matched: list[int], size: int, *, same: bool) -> Iterator[int]:
    for place, row in enumerate(rows):
        for partner in matched[place + 1 :] if same else matched:
            yield row * size + partner


def _blocks(cells: list[str], keys: Callable[[str], Sequence[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for row, cell in enumerate(cells):
        if cell:
            for key in keys(cell):
                if not found[key] or found[key][-1] != row:
                    found[key].append(row)
    return found


def _whole(cell: str) -> Sequence[str]:
    return (cell,)


def _start(cell: str) -> Sequence[str]:
    return (cell.replace(" ", "")[:4],)


def _end(cell: str) -> Sequence[str]:
    return (cell.replace(" ", "")[-5:],)


def _words(cell: str) -> Sequence[str]:
    return [word for word in cell.split() if len(word) > 3] or cell.split()[:1]  # noqa: PLR2004 - longer than "the"


def _letters(cell: str) -> Sequence[str]:
    """Consonants in order: what a slip of the pen leaves."""
    return ("".join(letter for letter in cell if letter not in "aeiouy 0123456789")[:5],)


def _initials(cell: str) -> Sequence[str]:
    words = cell.split()
    return ("".join(sorted(word[0] for word in words)),) if len(words) > 2 else ()  # noqa: PLR2004 - two are too frequent


def _numbers(cell: str) -> Sequence[str]:
    return _DIGITS.findall(cell)


_KEYS: Final[dict[str, tuple[Callable[[str], Sequence[str]], ...]]] = {
    "text": (_start, _end, _words, _letters, _numbers),
    "name": (_start, _end, _words, _letters, _initials),
    "exact": (_whole,),
    "date": (_whole,),
}


def _field_scores(left: list[str], right: list[str], method: str) -> Scores:
    if method == "text":
        one = process.cpdist(left, right, scorer=JaroWinkler.normalized_similarity, dtype=np.float64)
        two = process.cpdist(left, right, scorer=fuzz.ratio, dtype=np.float64) / 100
        found = (one + two) / 2
    elif method == "name":
        found = process.cpdist(left, right, scorer=fuzz.token_sort_ratio, dtype=np.float64) / 100
        parts = process.cpdist(left, right, scorer=fuzz.token_set_ratio, dtype=np.float64) / 100
        found = np.maximum(found, parts * 0.95)
    elif method == "exact":
        found = np.array([float(a == b) for a, b in zip(left, right, strict=True)])
    else:
        compare = _nearness_of_numbers if method == "number" else _nearness_of_dates
        found = np.array([compare(a, b) for a, b in zip(left, right, strict=True)])
    empty = np.array([not a or not b for a, b in zip(left, right, strict=True)])
    return np.where(empty, np.nan, found)


def _nearness_of_numbers(left: str, right: str) -> float:
    try:
        one, two = float(left.replace(" ", "")), float(right.replace(" ", ""))
    except ValueError:
        return float(left == right)
    largest = max(abs(one), abs(two))
    return 1.0 if one == two else max(0.0, 1 - abs(one - two) / largest * 5)


def _nearness_of_dates(left: str, right: str) -> float:
    days = [_day(left), _day(right)]
    if days[0] is None or days[1] is None:
        return float(left == right)
    return max(0.0, 1 - abs(days[0] - days[1]) / DAYS_APART)


def _day(text: str) -> int | None:
    parts = _DATE.match(text.replace(" ", "-"))
    try:
        return dt.date(int(parts[1]), int(parts[2]), int(parts[3])).toordinal() if parts else None
    except ValueError:
        return None
