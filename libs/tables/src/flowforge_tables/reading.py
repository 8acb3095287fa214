"""Detect the format of a file, and read it with the reader of that format."""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import orjson

from flowforge_tables.csv_tables import read_csv
from flowforge_tables.documents import MAX_LINE, read_json, read_ndjson
from flowforge_tables.faults import UnsupportedTable
from flowforge_tables.options import Format, TableOptions
from flowforge_tables.parquet import read_parquet
from flowforge_tables.sheets import read_sheet
from flowforge_tables.table import Table

_READERS: Final[Mapping[Format, Callable[[Path, TableOptions], Table]]] = {
    "csv": read_csv,
    "json": read_json,
    "ndjson": read_ndjson,
    "parquet": read_parquet,
    "xlsx": read_sheet,
}
_FOREIGN: Final[Mapping[bytes, str]] = {
    b"\x1f\x8b": "a GZIP file",
    b"%PDF": "a PDF file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"BZh": "a BZIP2 file",
    b"\x28\xb5\x2f\xfd": "a Zstandard file",
    b"7z\xbc\xaf": "a 7z file",
    b"SQLite format 3": "a SQLite database",
}
_WORKBOOKS: Final = frozenset({"xl/workbook.xml", "xl/workbook.bin", "content.xml"})


def read(path: Path, options: TableOptions) -> Table:
    return _READERS[options.format or format_of(path)](path, options)


def format_of(path: Path) -> Format:
    """Detect the format by the content. Raises UnsupportedTable for known formats that are not read."""
    with path.open("rb") as file:
        start = file.read(4096)
    for magic, found in _FOREIGN.items():
        if start.startswith(magic):
            raise UnsupportedTable(found=found)
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return "xlsx"
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"["):
        return "json"
    return _objects(path) if text.startswith(b"{") else "csv"


def _objects(path: Path) -> Format:
    """Distinguish one object of lists, or one over several lines, from one object per line."""
    with path.open("rb") as file:
        first = file.readline(MAX_LINE).removeprefix(b"\xef\xbb\xbf")
        alone = not file.readline(MAX_LINE).strip()
    try:
        value = orjson.loads(first)
    except orjson.JSONDecodeError:
        return "json" if first.strip() == b"{" else "ndjson"
    lists = isinstance(value, dict) and value and all(isinstance(one, list) for one in value.values())
    return "json" if alone and lists else "ndjson"


def _zipped(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnsupportedTable(found="a damaged XLSX or ZIP file") from error
    if not names & _WORKBOOKS:
        raise UnsupportedTable(found="a ZIP file without a workbook")
    return "xlsx"
