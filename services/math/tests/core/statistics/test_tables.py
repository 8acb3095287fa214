import json
from pathlib import Path

import polars as pl
import pytest

from flowforge_math.core.statistics.description import Description, describe_file
from flowforge_math.core.statistics.faults import NoNumbers
from flowforge_math.core.statistics.summary import Options
from flowforge_tables import (
    EmptyContent,
    TableOptions,
    TooManyColumns,
    UnknownColumn,
    UnreadableContent,
    UnsupportedTable,
    delimited,
)

OPTIONS = Options(percentiles=(), bins=1, iqr_factor=1.5, z_threshold=3, degrees_of_freedom=1)


def describe(content: bytes, folder: Path, reading: TableOptions | None = None) -> Description:
    path = folder / "table"
    path.write_bytes(content)
    return describe_file(path, reading or TableOptions(), folder, OPTIONS, check=lambda: None)


def means(described: Description) -> dict[str, float]:
    return {summary.column: summary.moments.mean for summary in described.columns}


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,10\n3,30\n",
        b"a,b\r\n1,10\r\n3,30",
        b"\xef\xbb\xbfa;b\n1;10\n3;30\n",
        b'"a"\t"b"\n"1"\t 10 \n"3"\t30\n',
        b'\n\na|b\n1|1e1\n3|"30"\n',
        b'{"a":1,"b":10}\n{"a":3,"b":30}\n',
        b'{"a":1,"b":"10"}\n\n{"b":30.0,"a":3}',
    ],
)
def test_one_table_in_many_spellings(content: bytes, tmp_path: Path) -> None:
    described = describe(content, tmp_path)
    assert means(described) == {"a": 2.0, "b": 20.0}
    assert described.rows == 2


def test_text_columns_are_skipped_and_said_so(tmp_path: Path) -> None:
    described = describe(b"id,name,note\n1,x,5\n2,y,z\n3,\xff,w\n", tmp_path)
    assert list(means(described)) == ["id"]
    reasons = {one.column: one.reason for one in described.skipped}
    assert reasons == {"name": "no numbers", "note": "mostly text"}


def test_missing_and_invalid_fields_are_told_apart(tmp_path: Path) -> None:
    content = b'a\n1\nNA\n\nx\n""\n2\ninf\n1_0\n'
    reading = TableOptions(columns=("a",), missing=frozenset({"NA"}))
    summary = describe(content.replace(b"a\n", b"a,b\n", 1), tmp_path, reading).columns[0]
    assert (summary.count, summary.missing, summary.invalid) == (2, summary.rows - 5, 3)


def test_a_decimal_comma(tmp_path: Path) -> None:
    described = describe(b"a;b\n1.234,5;0,5\n0,5;1\n", tmp_path, TableOptions(decimal_mark=","))
    assert means(described) == {"a": 617.5, "b": 0.75}


def test_quoted_fields_hold_delimiters_quotes_and_line_breaks(tmp_path: Path) -> None:
    text = 'name,value\n"a, ""b""\nc",1\n"d\n\n",3\n'
    assert means(describe(text.encode(), tmp_path)) == {"value": 2.0}


def test_blocks_end_where_records_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "BLOCK", 7)  # a limit, so that every record meets a block's edge
    rows = "".join(f'"line\n{number}, ""x""",{number}\n' for number in range(101))
    described = describe(f"name,value\n{rows}".encode(), tmp_path)
    assert (described.rows, means(described)) == (101, {"value": 50.0})


def test_columns_without_names_are_numbered(tmp_path: Path) -> None:
    assert means(describe(b"1,2\n3,4\n", tmp_path, TableOptions(header=False))) == {
        "column_1": 2,
        "column_2": 3,
    }
    assert means(describe(b"a,,a\n1,2,3\n", tmp_path)) == {"a": 1, "column_2": 2, "a_2": 3}


def test_keys_may_come_and_go(tmp_path: Path) -> None:
    late: dict[str, object] = {"b": 5, "c": [1], "d": True}
    rows: list[dict[str, object]] = [{"a": 1}] * 60_000
    rows += [late] * 10
    content = "\n".join(json.dumps(row) for row in rows).encode()
    described = describe(content, tmp_path)
    assert [(one.column, one.rows, one.count, one.missing) for one in described.columns] == [
        ("a", 60_010, 60_000, 10),
        ("b", 60_010, 10, 60_000),
    ]
    assert {one.column for one in described.skipped} == {"c", "d"}


def test_parquet(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": [1, None, 3], "b": [0.5, float("nan"), 1.5], "c": ["x", "y", "z"]})
    frame.write_parquet(tmp_path / "made")
    described = describe((tmp_path / "made").read_bytes(), tmp_path)
    assert means(described) == {"a": 2.0, "b": 1.0}
    assert [(one.missing, one.invalid) for one in described.columns] == [(1, 0), (0, 1)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a,b\n1,2\n1,2,3\n", "over 2 fields"),
        (b'a,"b\n1,2\n', "never closed"),
        (b'a,b\n1,"2\n3,4\n', r"stray quote|never closed"),
        (b'{"a":1}\nnothing\n', "line 2 is not valid JSON"),
        (b'{"a":1}\n[1]\n', "line 2 is not a JSON object"),
        (b"[1,2", "not valid at line 1"),
        (b'{"a":' * 100_000, "line 1 is not valid JSON"),
        (b"PAR1 and then nothing", "damaged"),
        (b"PAR1" + b"\xff" * 1_000 + b"PAR1", "damaged"),
    ],
)
def test_damaged_tables_are_refused(content: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableContent, match=reason):
        describe(content, tmp_path)


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_empty_files_are_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(EmptyContent, match="'file' has no content"):
        describe(content, tmp_path)


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"\x1f\x8brest", b"%PDF-1.7"])
def test_other_formats_are_named(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedTable, match="send CSV, XLSX, Parquet, NDJSON or JSON"):
        describe(content, tmp_path)


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b'{"a":1,"b":2}\n'])
def test_unknown_columns_are_named_with_those_there_are(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(UnknownColumn, match=r"'columns' names 'price'.* it has a, b"):
        describe(content, tmp_path, TableOptions(columns=("a", "price")))


def test_too_many_columns_must_be_chosen_from(tmp_path: Path) -> None:
    names = [f"c{number}" for number in range(257)]
    content = f"{','.join(names)}\n{','.join(['1'] * 257)}\n".encode()
    with pytest.raises(TooManyColumns, match="257 columns"):
        describe(content, tmp_path)
    assert means(describe(content, tmp_path, TableOptions(columns=("c256",)))) == {"c256": 1.0}


@pytest.mark.parametrize("content", [b"a,b\n", b"a,b\nx,y\n", b"{}\n"])
def test_a_table_without_numbers_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(NoNumbers, match="'file' has no number"):
        describe(content, tmp_path)


def test_a_record_that_never_ends_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableContent, match="longer than 16 MB"):
        describe(b'a\n"' + b"x\n" * (9 << 20), tmp_path)
