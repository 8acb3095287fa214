"""Read delimited text into batches of text columns; rows of another width are rejected with their number."""

import codecs
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl
import pyarrow as pa
from pyarrow import csv as arrow_csv

from flowforge_data.core.faults import (
    EmptyContent,
    NothingAfterSkippedRows,
    TooManyColumns,
    UnreadableContent,
)
from flowforge_data.core.sources.dialect import Dialect, detect_dialect, parse
from flowforge_data.core.sources.encoding import Encoding, detect_encoding, known_encoding
from flowforge_data.core.sources.transcoding import Utf8Reader, sample_of
from flowforge_data.core.tables.rejects import Rejects

SAMPLE: Final = 64 << 10
BLOCK: Final = 4 << 20
LARGE_BLOCK: Final = 34 << 20
MAX_COLUMNS: Final = 16_384
FEW_ROWS: Final = 4


@dataclass(frozen=True, slots=True)
class DelimitedOptions:
    """What the caller knows of the file; None is detected."""

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header: bool | None = None
    skip_rows: int | None = None
    columns: tuple[str, ...] = ()


@dataclass(slots=True)
class DelimitedFile:
    """A delimited file with what was found out about it."""

    path: Path
    encoding: Encoding
    dialect: Dialect
    names: list[str]
    warnings: list[str] = field(default_factory=list)
    shift: int = 0  # added to a number of the parser to get the row as an editor shows it

    def batches(self, rejects: Rejects) -> Iterator[pl.DataFrame]:
        """Yield batches of text columns; null is an empty cell without quotation marks."""
        reader = Utf8Reader(self.path, self.encoding, skip_lines=self.dialect.skip)
        try:
            yield from self._parse(reader, rejects)
        except pa.ArrowInvalid as error:
            raise UnreadableContent(format="CSV", reason=_reason(error)) from error
        if reader.replaced:
            count = reader.replaced
            self.warnings.append(
                f"{count} characters are not valid {self.encoding.name} and were replaced by U+FFFD"
            )

    def _parse(self, reader: Utf8Reader, rejects: Rejects) -> Iterator[pl.DataFrame]:
        stream = arrow_csv.open_csv(
            pa.PythonFile(io.BufferedReader(reader, 1 << 20), mode="r"),
            read_options=arrow_csv.ReadOptions(
                use_threads=False,
                block_size=self._block_size(),
                column_names=self.names,
                skip_rows_after_names=int(self.dialect.header),
            ),
            parse_options=self._parse_options(rejects),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: pa.large_string() for name in self.names},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                check_utf8=True,
            ),
        )
        empty = True
        for batch in stream:
            if batch.num_rows:
                frame = pl.from_arrow(batch)
                assert isinstance(frame, pl.DataFrame)  # noqa: S101 - a batch has columns
                empty = False
                yield frame
        if empty:
            yield pl.DataFrame(schema=dict.fromkeys(self.names, pl.String))

    def _block_size(self) -> int:
        """A block holds a whole row: the usual size, unless the file is of very long rows."""
        with self.path.open("rb") as file:
            start = file.read(BLOCK)
        return BLOCK if start.count(b"\n") > FEW_ROWS or len(start) < BLOCK else LARGE_BLOCK

    def _parse_options(self, rejects: Rejects) -> arrow_csv.ParseOptions:
        width = len(self.names)
        offset = self.dialect.skip

        def reject(row: Any) -> str:
            number = (row.number or 0) + offset
            rejects.add(number, None, f"the row has {row.actual_columns} cells instead of {width}", row.text)
            return "skip"

        return arrow_csv.ParseOptions(
            delimiter=self.dialect.delimiter,
            quote_char=self.dialect.quote or False,
            double_quote=self.dialect.escape is None,
            escape_char=self.dialect.escape or False,
            newlines_in_values=True,
            ignore_empty_lines=len(self.names) > 1,
            invalid_row_handler=reject,
        )


def open_delimited(path: Path, options: DelimitedOptions) -> DelimitedFile:
    """Detect what *options* leave open. Raises EmptyContent and TooManyColumns."""
    encoding = known_encoding(path, options.encoding) if options.encoding else detect_encoding(path)
    if not sample_of(path, encoding, SAMPLE).strip():
        raise EmptyContent(format="CSV")
    sample = _text_after(path, encoding, options.skip_rows or 0, SAMPLE)
    if not sample.strip():
        raise NothingAfterSkippedRows(count=options.skip_rows)
    complete = path.stat().st_size <= SAMPLE
    dialect = _chosen(detect_dialect(sample, complete=complete, delimiter=options.delimiter), options)
    first = _first_row(path, encoding, dialect)
    if len(first) > MAX_COLUMNS:
        raise TooManyColumns(count=len(first), limit=MAX_COLUMNS)
    names, warnings = column_names(options.columns or (first if dialect.header else [""] * len(first)))
    found = DelimitedFile(path, encoding, dialect, names, warnings)
    _warn(found, options)
    return found


def _chosen(detected: Dialect, options: DelimitedOptions) -> Dialect:
    quote = detected.quote if options.quote is None else (options.quote or None)
    header = detected.header if options.header is None else options.header
    skip = detected.skip if options.skip_rows is None else options.skip_rows
    return Dialect(
        detected.delimiter, quote, detected.escape, skip, header, detected.certain, detected.alternative
    )


def _first_row(path: Path, encoding: Encoding, dialect: Dialect) -> list[str]:
    for size in (SAMPLE, LARGE_BLOCK // 2):  # the second for a first row that is longer than the sample
        text = _text_after(path, encoding, dialect.skip, size)
        rows = parse(text, dialect.delimiter, dialect.quote, dialect.escape)
        if len(rows) > 1 or path.stat().st_size <= SAMPLE:
            break
    return rows[0] if rows else [""]


def _text_after(path: Path, encoding: Encoding, lines: int, size: int) -> str:
    """Return about *size* bytes of text behind so many lines."""
    with io.BufferedReader(Utf8Reader(path, encoding, skip_lines=lines)) as reader:
        return codecs.getincrementaldecoder("utf-8")("replace").decode(reader.read(size))


def column_names(cells: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return distinct names, and a warning for each that was empty or stood twice."""
    names: list[str] = []
    warnings: list[str] = []
    taken = {cell.strip() for cell in cells}
    for number, cell in enumerate(cells, 1):
        name = cell.strip() or f"column_{number}"
        if name in names:
            count = 2
            while f"{name}_{count}" in taken or f"{name}_{count}" in names:
                count += 1
            warnings.append(
                f"the column name '{name}' stands more than once: column {number} is '{name}_{count}'"
            )
            name = f"{name}_{count}"
        names.append(name)
    return names, warnings


def _warn(found: DelimitedFile, options: DelimitedOptions) -> None:
    dialect, encoding = found.dialect, found.encoding
    if not encoding.certain and not options.encoding:
        other = f", or {encoding.alternative}" if encoding.alternative else ""
        found.warnings.append(f"the encoding is a guess: {encoding.name}{other}")
    if not dialect.certain and not options.delimiter:
        found.warnings.append(f"the delimiter is a guess: {dialect.delimiter!r}, or {dialect.alternative!r}")


def _reason(error: Exception) -> str:
    text = str(error)
    if "straddling" in text:
        return "a row is too long, or a quotation mark is never closed"
    if "UTF8" in text:
        return "it has bytes that are not valid UTF-8: name its encoding in 'encoding'"
    return "a row cannot be split into cells: is a quotation mark never closed?"
