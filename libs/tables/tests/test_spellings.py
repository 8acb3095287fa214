import math
from pathlib import Path

import polars as pl
import pytest
from rustpy_xlsxwriter import write_worksheet

from flowforge_tables import (
    Format,
    Table,
    TableOptions,
    TableTooLarge,
    UnknownSheet,
    UnreadableContent,
    UnsupportedTable,
    open_table,
)
from flowforge_tables.numbers import numbers_of


def opened(content: bytes, folder: Path, **options: object) -> Table:
    path = folder / "table"
    path.write_bytes(content)
    return open_table(path, TableOptions(**options))


def numbers(table: Table) -> dict[str, list[float | None]]:
    frame = pl.concat(list(table.frames()))
    mark = table.decimal_mark
    found = {series.name: numbers_of(series, mark).values for series in frame.iter_columns()}
    return {
        name: [None if math.isnan(value) else value for value in values] for name, values in found.items()
    }


@pytest.mark.parametrize(
    "content",
    [
        b"sep=;\r\na;b\r\n1,5;1.234,5\r\n",
        "\ufeffa\tb\r\n1.5\t1,234.50\r\n".encode("utf-16-le"),
        "\ufeffa\tb\r\n1.5\t1,234.50\r\n".encode("utf-16-be"),
        "sep=;\na;b\n1,5;1234,5\n".encode("utf-16"),
        "a;b\n1.5;1234.5\n".encode("utf-16-le"),
        b'a,b\n"1,5","1.234,50"\n',
        b'a,b\n1.5,"$1,234.50"\n\n\n\n',
        "a|b\n1,5|1\u00a0234,50 €\n".encode(),
        b"a|b\n1.5|1'234.5\n",
        "a;b\n1,5;1.234,50 €\n".encode("cp1252"),
        b'[{"a": 1.5, "b": 1234.5}]',
        b'{"a": [1.5], "b": [1234.5]}',
        b'{\n "a": [1.5],\n "b": ["1,234.5"]\n}',
        b'{"a": "1.5", "b": 1234.5}\n',
    ],
)
def test_two_numbers_in_many_spellings(content: bytes, tmp_path: Path) -> None:
    assert numbers(opened(content, tmp_path)) == {"a": [1.5], "b": [1234.5]}


def test_a_decimal_comma_is_no_delimiter_of_one_column(tmp_path: Path) -> None:
    assert numbers(opened(b"a\n1,5\n2,5\n", tmp_path)) == {"a": [1.5, 2.5]}
    assert numbers(opened(b"a\n1,5\n2,5\n", tmp_path, decimal_mark=",")) == {"a": [1.5, 2.5]}


def test_a_point_is_no_number_where_the_mark_is_a_comma(tmp_path: Path) -> None:
    assert numbers(opened(b"a;b\n1.5;0,5\n1.500;0,5\n", tmp_path)) == {"a": [None, 1500], "b": [0.5, 0.5]}


@pytest.mark.parametrize(
    ("content", "warning"),
    [
        (b"a;b\n1,234;x\n", "'1,234' was read with a comma that groups thousands"),
        (b'a,b\n"1,5",2.5\n', "Some numbers have a decimal point and some a decimal comma"),
        ("a;b\nd\u00e9j\u00e0;1\n".encode("cp1252"), "read as Windows-1252"),
        ("a;b\n\u00fc;1\n".encode() + b"\xff;2\n", "damaged UTF-8"),
    ],
)
def test_guesses_are_said(content: bytes, warning: str, tmp_path: Path) -> None:
    table = opened(content, tmp_path)
    list(table.frames())
    assert warning in table.warnings[0]


def test_texts_survive_their_encoding(tmp_path: Path) -> None:
    content = "name;price\nd\u00e9j\u00e0 vu \u20ac;1\n".encode("cp1252")
    assert list(opened(content, tmp_path).records()) == [{"name": "d\u00e9j\u00e0 vu \u20ac", "price": "1"}]


def test_a_long_utf16_file_is_cut_between_records(tmp_path: Path) -> None:
    text = "a,b\n" + "".join(f'"x{number},\n\u20ac",{number}\n' for number in range(100_000))
    table = opened(text.encode("utf-16"), tmp_path)
    assert sum(sum(numbers_of(frame["b"]).values) for frame in table.frames()) == sum(range(100_000))


def test_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    rows = [{"name": "x", "price": 1.5, "amount": 3}, {"name": "y", "price": 2.5, "amount": None}]
    write_worksheet(rows, str(path), sheet_name="Orders")
    table = open_table(path)
    assert table.format == "xlsx"
    assert numbers(table) == {"name": [None, None], "price": [1.5, 2.5], "amount": [3, None]}
    assert list(open_table(path, TableOptions(columns=("price",))).records()) == [
        {"price": 1.5},
        {"price": 2.5},
    ]
    with pytest.raises(
        UnknownSheet, match="'sheet' names 'Costs', which the workbook does not have; it has Orders"
    ):
        open_table(path, TableOptions(sheet="Costs"))


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": [1, 2], "b": ["x", "y"]})
    frame.write_parquet(tmp_path / "made")
    table = open_table(tmp_path / "made")
    assert (table.format, table.columns) == ("parquet", ["a", "b"])
    assert pl.concat(list(table.frames())).equals(frame)


def test_mixed_json_values_are_texts(tmp_path: Path) -> None:
    rows = list(opened(b'[{"a": 1, "b": [1]}, {"a": "x"}, {"a": true}]', tmp_path).records())
    assert rows == [{"a": "1", "b": "[1]"}, {"a": "x", "b": None}, {"a": "true", "b": None}]


@pytest.mark.parametrize(
    ("content", "written", "fault", "reason"),
    [
        (b"[1, 2", None, UnreadableContent, "not valid at line 1"),
        (b'{"a": [1], "b": [1, 2]}', None, UnreadableContent, "differ in length"),
        (b"PK\x03\x04rest", None, UnsupportedTable, "damaged XLSX or ZIP"),
        (b"\xd0\xcf\x11\xe0rest", None, UnreadableContent, "password"),
        (b"\x1f\x8brest", None, UnsupportedTable, "a GZIP file"),
        (b"[" + b" " * (64 << 20) + b"]", "json", TableTooLarge, "over 64 MB"),
    ],
)
def test_what_cannot_be_read_says_why(
    content: bytes, written: Format | None, fault: type[Exception], reason: str, tmp_path: Path
) -> None:
    with pytest.raises(fault, match=reason):
        opened(content, tmp_path, format=written)
