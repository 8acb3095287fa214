"""Tell how a CSV file is written: encoding, delimiter, decimal mark."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

from flowforge_tables.encodings import detect, opened
from flowforge_tables.options import Dialect, TableOptions

DELIMITERS: Final = (",", ";", "\t", "|")
SAMPLE: Final = 256 << 10
MOST_RECORDS: Final = 200
_SEPARATOR_LINE: Final = re.compile(rb"^\s*sep=(.)\s*\r?\n", re.IGNORECASE)
_COMMA: Final = re.compile(r"[+-]?(?:\d+,(?:\d{1,2}|\d{4,})|\d{1,3}(?:[.\s']\d{3})+,\d+|0,\d+)")
_POINT: Final = re.compile(r"[+-]?(?:\d+\.(?:\d{1,2}|\d{4,})|\d{1,3}(?:,\d{3})+\.\d+|0\.\d+|\.\d+)")
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+")


def dialect_of(path: Path, options: TableOptions) -> tuple[Dialect, list[str]]:
    """Return the dialect and sentences about what was a guess."""
    encoding, skipped, warning = detect(path)
    warnings = [warning] if warning else []
    with opened(path, encoding, skipped) as file:
        sample = file.read(SAMPLE)
    delimiter = options.delimiter
    line = _SEPARATOR_LINE.match(sample)
    if line:
        width = len(line[0]) * (1 if encoding in ("utf-8", "windows-1252") else 2)
        skipped, sample = skipped + width, sample[line.end() :]
        delimiter = delimiter or line[1].decode(errors="replace")
    if len(sample) == SAMPLE:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    text = sample.decode(errors="replace")
    delimiter = delimiter or delimiter_of(text)
    mark, guess = _mark_of(text, delimiter, options)
    return Dialect(encoding, delimiter, mark, skipped), [*warnings, *guess]


def delimiter_of(text: str) -> str:
    """Return the delimiter that divides most records into one number of fields, the larger the better."""
    best = (0.0, 0)
    found = next((one for one in (";", "\t", "|", ",") if one not in text), ";")
    for delimiter in DELIMITERS:
        widths = [len(record) for record in _records(text, delimiter)]
        if not widths or widths[0] < 2:  # noqa: PLR2004 - one field has no delimiter
            continue
        alike = sum(width == widths[0] for width in widths) / len(widths)
        if (alike, widths[0]) > best:
            best, found = (alike, widths[0]), delimiter
    return found


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        for number, record in enumerate(csv.reader(text.splitlines(keepends=True), delimiter=delimiter)):
            if number >= MOST_RECORDS:
                return
            if record:
                yield record
    except csv.Error:
        return


def _mark_of(text: str, delimiter: str, options: TableOptions) -> tuple[Literal[".", ","], list[str]]:
    if options.decimal_mark != "auto":
        return options.decimal_mark, []
    fields = [field.strip() for record in _records(text, delimiter) for field in record]
    votes = Counter(_vote(field) for field in fields)
    if votes[","] and votes["."]:
        chosen: Literal[".", ","] = "," if votes[","] > votes["."] else "."
        warning = "Some numbers have a decimal point and some a decimal comma"
        return chosen, [f"{warning}: '{chosen}' was taken; set 'decimal_mark'."]
    if votes["grouped"] and not votes[","] and not votes["."]:
        example = next(field for field in fields if _GROUPED.fullmatch(field))
        return ".", [f"'{example}' was read with a comma that groups thousands; set 'decimal_mark' if not."]
    return ("," if votes[","] else "."), []


def _vote(field: str) -> str:
    if _COMMA.fullmatch(field):
        return ","
    if _POINT.fullmatch(field):
        return "."
    return "grouped" if _GROUPED.fullmatch(field) else ""


def first_fields(record: str, delimiter: str) -> Sequence[str]:
    """Return the fields of the first record. Raises csv.Error where one is too long."""
    return next(csv.reader([record], delimiter=delimiter))
