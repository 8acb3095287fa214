"""Detect how delimited text is written: delimiter, quotation mark, lines before the table, header."""

import csv
import re
from collections import Counter
from dataclasses import dataclass, replace
from statistics import mode
from typing import Final

DELIMITERS: Final = (",", ";", "\t", "|", ":", "^", "~", " ")
QUOTES: Final = ('"', "'")
MAX_SAMPLED_ROWS: Final = 400
FEWEST_COLUMNS_UNDER_A_TITLE: Final = 3
_PREAMBLE: Final = re.compile(r'^"?sep=(?P<delimiter>.)"?\s*$', re.IGNORECASE)
_DECIMAL: Final = re.compile(r"^\s*[-+]?\d+(?:,\d+)?\s*$")
_TYPED: Final = re.compile(
    r"""^\s*(?:
        [-+]?[\d.,' ]*\d%?                              # numbers, with any marks
      | [-+]?\d+(?:\.\d+)?[eE][-+]?\d+
      | [$€£¥]\s?[\d.,]+ | [\d.,]+\s?[$€£¥]
      | \d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?      # dates
      | \d{1,2}:\d{2}(?::\d{2})?.*
      | true|false|yes|no|null|n/a
      | [^@\s]+@[^@\s]+\.\w+ | https?://\S+
      | [0-9a-f]{8}-[0-9a-f-]{27}
    )\s*$""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How delimited text is written. `quote` is None if nothing is quoted; `skip` lines precede the table."""

    delimiter: str = ","
    quote: str | None = '"'
    escape: str | None = None
    skip: int = 0
    header: bool = True
    certain: bool = True
    alternative: str | None = None


@dataclass(frozen=True, slots=True)
class _Scored:
    score: float
    dialect: Dialect
    rows: list[list[str]]


def detect_dialect(sample: str, *, complete: bool, delimiter: str | None = None) -> Dialect:
    """Return the dialect that explains *sample* best; *delimiter* is known where it is given.

    Candidates are scored by how equal the widths of the rows are, how many cells hold something typed, and
    how rarely another delimiter is left inside a cell. *complete* says whether the sample is the whole file.
    """
    skip = 0
    if told := _PREAMBLE.match(sample.partition("\n")[0].rstrip("\r")):
        delimiter, skip = delimiter or told["delimiter"], 1
        sample = sample.partition("\n")[2]
    candidates = (delimiter,) if delimiter else DELIMITERS
    present = [one for one in candidates if one in sample] or [candidates[0]]
    scored = [
        _score(sample, one, quote, escape, complete) for one in present for quote, escape in _quotings(sample)
    ]
    scored.sort(key=lambda one: -one.score)
    best = scored[0]
    other = next((one for one in scored if one.dialect.delimiter != best.dialect.delimiter), None)
    certain = other is None or best.score >= other.score * 1.25 + 0.02
    titles = _title_lines(best.rows)
    return replace(
        best.dialect,
        skip=skip + _lines_before(sample, titles),
        header=has_header(best.rows[titles:]),
        certain=certain,
        alternative=None if certain or other is None else other.dialect.delimiter,
    )


def _quotings(sample: str) -> list[tuple[str | None, str | None]]:
    found: list[tuple[str | None, str | None]] = [(one, None) for one in QUOTES if one in sample]
    if '\\"' in sample:
        found.append(('"', "\\"))
    return found or [('"', None)]


def _score(sample: str, delimiter: str, quote: str | None, escape: str | None, complete: bool) -> _Scored:  # noqa: FBT001 - one of many
    rows = parse(sample, delimiter, quote, escape)[:MAX_SAMPLED_ROWS]
    if not complete and len(rows) > 1:
        rows = rows[:-1]
    dialect = Dialect(delimiter, quote, escape)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return _Scored(0.0, dialect, rows)
    widths = [len(row) for row in filled]
    usual = mode(widths)
    if usual == 1:
        return _Scored(0.02, dialect, rows)
    if delimiter == "," and _are_decimals(filled):
        other = next((one for one in (";", "\t", "|") if one not in sample), ";")
        return _Scored(0.01, replace(dialect, delimiter=other), parse(sample, other, quote, escape))
    equal = sum(width == usual for width in widths) / len(widths)
    cells = [cell for row in filled for cell in row]
    score = equal**2 * (0.35 + 0.65 * _typed(cells)) * (1 - 0.6 * _left_over(cells, delimiter))
    score *= 1 - 0.7 * _stray_quotes(cells, quote)
    score *= 0.6 if delimiter in (" ", ":") else 1.0
    return _Scored(score * min(1.0, 0.8 + usual / 40), dialect, rows)


def _are_decimals(rows: list[list[str]]) -> bool:
    """Distinguish one column of decimals with a comma, under one name, from two columns."""
    return len(rows) > 1 and len(rows[0]) == 1 and all(_DECIMAL.match(",".join(row)) for row in rows[1:])


def _typed(cells: list[str]) -> float:
    return sum(not cell.strip() or _TYPED.match(cell) is not None for cell in cells) / len(cells)


def _left_over(cells: list[str], delimiter: str) -> float:
    """Return the share of cells in which a more usual delimiter is left between words."""
    others = [one for one in (";", "\t", "|", ",") if one != delimiter]
    left = sum(any(one in cell for one in others) and not _TYPED.match(cell) for cell in cells)
    return left / len(cells)


def _stray_quotes(cells: list[str], quote: str | None) -> float:
    """Return the share of cells that begin or end with a quotation mark, which quoting would have removed."""
    marks = [one for one in ('"', "'") if one != quote]
    stray = sum(
        len(cell) > 1 and any(cell.strip().startswith(mark) and cell.strip().endswith(mark) for mark in marks)
        for cell in cells
    )
    broken = sum(cell.count('"') % 2 for cell in cells)
    return min(1.0, (stray + broken) / len(cells))


def parse(sample: str, delimiter: str, quote: str | None, escape: str | None) -> list[list[str]]:
    """Parse *sample* as far as it goes; what cannot be parsed ends it."""
    lines = sample.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    reader = csv.reader(
        (line + "\n" for line in lines),
        delimiter=delimiter,
        quotechar=quote,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        escapechar=escape,
        doublequote=escape is None,
        skipinitialspace=False,
    )
    rows: list[list[str]] = []
    try:
        rows.extend(row for row in reader if row and row != [""])
    except csv.Error:
        return rows
    return rows


def _title_lines(rows: list[list[str]]) -> int:
    """Return how many rows at the top are titles: one cell, above a table of three columns or more."""
    widths = Counter(len(row) for row in rows)
    usual = widths.most_common(1)[0][0] if widths else 0
    if usual < FEWEST_COLUMNS_UNDER_A_TITLE:
        return 0
    count = 0
    for row in rows[:10]:
        if sum(bool(cell.strip()) for cell in row) > 1 or len(row) == usual:
            break
        count += 1
    return count if count < len(rows) - 1 else 0


def _lines_before(sample: str, rows: int) -> int:
    """Return the lines above the row after *rows* others; blank lines hold no row."""
    for number, line in enumerate(sample.splitlines()):
        if line.strip():
            if not rows:
                return number
            rows -= 1
    return 0


def has_header(rows: list[list[str]]) -> bool:
    """Return whether the first row names the columns: distinct words above cells of another kind."""
    if not rows:
        return True
    first = [cell.strip() for cell in rows[0]]
    if any(_TYPED.match(cell) and cell for cell in first):
        return False
    if len(rows) == 1:
        return True
    body = rows[1:50]
    typed_columns = sum(_column_typed(body, index) for index in range(len(first)))
    if typed_columns:
        return True
    return len(set(first)) == len(first) and not any(
        _repeats(body, index, cell) for index, cell in enumerate(first)
    )


def _column_typed(body: list[list[str]], index: int) -> bool:
    cells = [row[index] for row in body if index < len(row) and row[index].strip()]
    return bool(cells) and sum(_TYPED.match(cell) is not None for cell in cells) >= len(cells) * 0.8


def _repeats(body: list[list[str]], index: int, cell: str) -> bool:
    """A name is no value: a first cell that stands again below is data."""
    return any(index < len(row) and row[index].strip() == cell and cell for row in body)
