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

from flowforge_tables.dialects import Dialect, detect_dialect, parse
from flowforge_tables.encodings import Encoding, detect_encoding, known_encoding
from flowforge_tables.faults import EmptyContent, NothingAfterSkippedRows, TableTooWide, UnreadableContent
from flowforge_tables.ragged_rows import Rows
from flowforge_tables.rejects import Rejects
from flowforge_tables.table import column_names
from flowforge_tables.transcoding import Utf8Reader, sample_of

SAMPLE: Final = 64 << 10
BLOCK: Final = 1 << 20
LARGE_BLOCK: Final = 34 << 20
MAX_COLUMNS: Final = 16_384
_NEVER_CLOSED: Final = "a quotation mark is never closed, or a row is longer than 16 MB"


@dataclass(frozen=True, slots=True)
class DelimitedOptions:
    """What the caller knows of the file; None is detected."""

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header: bool | None = None
    skip_rows: int | None = None
    columns: tuple[str, ...] = ()


class _RowTooLong(Exception):
    """A row is longer than a block of the parser."""


@dataclass(slots=True)
class DelimitedFile:
    """A delimited file with what was found out about it."""

    path: Path
    encoding: Encoding
    dialect: Dialect
    names: list[str]
    warnings: list[str] = field(default_factory=list)
    sample_rows: list[list[str]] = field(default_factory=list)

    def batches(
        self, rejects: Rejects, *, fill_short: bool = False, columns: Sequence[str] | None = None
    ) -> Iterator[pl.DataFrame]:
        """Yield batches of text columns, all or *columns*; null is an empty cell without quotation marks.

        A row of another width is a reject; with *fill_short*, one that is too short ends with nulls instead.
        """
        rows = Rows(self.names, self.dialect, rejects, fill_short=fill_short)
        wanted = None if columns is None or fill_short else [*dict.fromkeys([*columns, self.names[-1]])]
        size, parsed = BLOCK, False
        while not parsed:
            try:
                for frame in self._parse(rows, size, wanted):
                    yield frame if columns is None else frame.select(columns)
                parsed = True
            except _RowTooLong:  # read anew with larger blocks, without what was given already
                size = min(4 * size, LARGE_BLOCK)
        if rows.quote_is_open:
            raise UnreadableContent(format="CSV", reason=_NEVER_CLOSED)
        if rows.reader.replaced:
            self.warnings.append(_replaced(rows.reader.replaced, self.encoding))

    def _parse(self, rows: Rows, block_size: int, wanted: list[str] | None) -> Iterator[pl.DataFrame]:
        quote = self.dialect.quote
        with Utf8Reader(
            self.path, self.encoding, skip_lines=self.dialect.skip, count=quote.encode() if quote else None
        ) as reader:
            rows.restart(reader)
            as_it_is = block_size == BLOCK and not self.dialect.skip and reader.is_as_it_is
            source = str(self.path) if as_it_is else pa.PythonFile(io.BufferedReader(reader, BLOCK), mode="r")
            try:
                yield from rows.counted(self._stream(source, rows, block_size, wanted))
            except pa.ArrowInvalid as error:
                if "straddling" in str(error) and block_size < LARGE_BLOCK:
                    raise _RowTooLong from error
                raise UnreadableContent(format="CSV", reason=_NEVER_CLOSED) from error
            rows.note_end()

    def _stream(
        self, source: Any, rows: Rows, block_size: int, wanted: list[str] | None
    ) -> Iterator[pl.DataFrame]:
        stream = arrow_csv.open_csv(
            source,
            read_options=arrow_csv.ReadOptions(
                use_threads=False,
                block_size=block_size,
                column_names=self.names,
                skip_rows_after_names=int(self.dialect.header),
            ),
            parse_options=self._parse_options(rows),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: pa.large_string() for name in self.names},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                check_utf8=not self.encoding.valid,
                include_columns=wanted or [],
            ),
        )
        for batch in stream:
            if batch.num_rows:
                frame = pl.from_arrow(batch)
                assert isinstance(frame, pl.DataFrame)  # noqa: S101 - a batch has columns
                yield frame

    def _parse_options(self, rows: Rows) -> arrow_csv.ParseOptions:
        return arrow_csv.ParseOptions(
            delimiter=self.dialect.delimiter,
            quote_char=self.dialect.quote or False,
            double_quote=self.dialect.escape is None,
            escape_char=self.dialect.escape or False,
            newlines_in_values=True,
            ignore_empty_lines=len(self.names) > 1,
            invalid_row_handler=rows.refuse,
        )


def open_delimited(path: Path, options: DelimitedOptions) -> DelimitedFile:
    """Detect what *options* leave open. Raises EmptyContent, NothingAfterSkippedRows and TableTooWide."""
    encoding = known_encoding(path, options.encoding) if options.encoding else detect_encoding(path)
    if not sample_of(path, encoding, SAMPLE).strip():
        raise EmptyContent(format="CSV")
    sample = _text_after(path, encoding, options.skip_rows or 0, SAMPLE)
    if not sample.strip():
        raise NothingAfterSkippedRows(count=options.skip_rows)
    complete = path.stat().st_size <= SAMPLE
    dialect = _chosen(detect_dialect(sample, complete=complete, delimiter=options.delimiter), options)
    rows = _first_rows(path, encoding, dialect)
    first = rows[0] if rows else [""]
    if len(first) > MAX_COLUMNS:
        raise TableTooWide(count=len(first), limit=MAX_COLUMNS)
    names, warnings = column_names(options.columns or (first if dialect.header else [""] * len(first)))
    found = DelimitedFile(path, encoding, dialect, names, warnings, rows[dialect.header :])
    _warn(found, options)
    return found


def _chosen(detected: Dialect, options: DelimitedOptions) -> Dialect:
    quote = detected.quote if options.quote is None else (options.quote or None)
    header = detected.header if options.header is None else options.header
    skip = detected.skip if options.skip_rows is None else options.skip_rows
    return Dialect(
        detected.delimiter, quote, detected.escape, skip, header, detected.certain, detected.alternative
    )


def _first_rows(path: Path, encoding: Encoding, dialect: Dialect) -> list[list[str]]:
    """Return the first rows. Raises UnreadableContent where the first one never ends."""
    rows: list[list[str]] = []
    for size in (SAMPLE, LARGE_BLOCK // 2):  # the second for a first row that is longer than the sample
        text = _text_after(path, encoding, dialect.skip, size)
        rows = parse(text, dialect.delimiter, dialect.quote, dialect.escape)
        if len(rows) > 1 or path.stat().st_size <= SAMPLE:
            break
    open_quote = dialect.quote and not dialect.escape and text.count(dialect.quote) % 2
    if len(rows) == 1 and open_quote and "\n" in rows[0][-1]:
        raise UnreadableContent(format="CSV", reason=_NEVER_CLOSED)
    return rows


def _text_after(path: Path, encoding: Encoding, lines: int, size: int) -> str:
    """Return about *size* bytes of text behind so many lines."""
    with io.BufferedReader(Utf8Reader(path, encoding, skip_lines=lines)) as reader:
        return codecs.getincrementaldecoder("utf-8")("replace").decode(reader.read(size))


def _warn(found: DelimitedFile, options: DelimitedOptions) -> None:
    dialect, encoding = found.dialect, found.encoding
    if dialect.header and not found.sample_rows and options.header is None and not options.columns:
        found.warnings.append(
            "the only row was taken for the column names: set 'header' to false if it is data"
        )
    if not encoding.certain and not encoding.damaged and not options.encoding:
        other = f"; it may be {encoding.alternative}" if encoding.alternative else ""
        found.warnings.append(f"the encoding is a guess: the file was read as {encoding.title}{other}")
    if not dialect.certain and not options.delimiter:
        found.warnings.append(f"the delimiter is a guess: {dialect.delimiter!r}, or {dialect.alternative!r}")


def _replaced(count: int, encoding: Encoding) -> str:
    if encoding.damaged:
        return f"the file is damaged UTF-8: {count} bytes that are no text were replaced by U+FFFD"
    return f"{count} characters are not valid {encoding.name} and were replaced by U+FFFD"
