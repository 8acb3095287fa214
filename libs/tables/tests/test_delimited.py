from pathlib import Path

import polars as pl
import pytest

from flowforge_tables import UnreadableContent
from flowforge_tables.delimited import DelimitedOptions, open_delimited
from flowforge_tables.rejects import Rejects
from flowforge_tables.table import column_names


def read(content: bytes, folder: Path, *, fill_short: bool = False) -> tuple[pl.DataFrame, Rejects]:
    path = folder / "file"
    path.write_bytes(content)
    rejects = Rejects()
    frames = list(open_delimited(path, DelimitedOptions()).batches(rejects, fill_short=fill_short))
    return pl.concat(frames), rejects


def test_short_rows_are_filled_in_their_places(tmp_path: Path) -> None:
    content = b'a,b,c\n1\n2,x,y\n3,"p\nq"\n\n4,x,y\n5\n'
    frame, rejects = read(content, tmp_path, fill_short=True)
    assert frame.rows() == [
        ("1", None, None), ("2", "x", "y"), ("3", "p\nq", None), ("4", "x", "y"), ("5", None, None),
    ]  # fmt: skip
    assert rejects.count == 0


def test_only_short_rows(tmp_path: Path) -> None:
    frame, _ = read(b"a,b\n1\n2\n", tmp_path, fill_short=True)
    assert frame.rows() == [("1", None), ("2", None)]


def test_short_rows_of_many_blocks_keep_their_order(tmp_path: Path) -> None:
    lines = [f"{number},x,y" if number % 3 else f"{number}" for number in range(300_000)]
    frame, _ = read(("a,b,c\n" + "\n".join(lines)).encode(), tmp_path, fill_short=True)
    assert frame["a"].cast(pl.Int64).to_list() == list(range(300_000))


@pytest.mark.parametrize(
    "content", [b'a,b\n1,"2\n3,4\n5,6\n', b'a,"b\n1,2\n', b'a,b\n1,2\n"3,4\n5,6\n', b'a;b\n1;"x\ny\nz']
)
def test_a_quotation_mark_that_is_never_closed(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableContent, match="a quotation mark is never closed"):
        read(content, tmp_path)


@pytest.mark.parametrize(
    "content", [b'a,b\n5" disk,1\n2,"x\ny"\n', b'a,b\n1,"say ""x""\ny"\n', b'a,b\n1,5"\n2,6\n']
)
def test_stray_quotation_marks_are_text(tmp_path: Path, content: bytes) -> None:
    frame, rejects = read(content, tmp_path)
    assert frame.height + rejects.count == content.count(b"\n") - 1 - content.count(b"\ny")


def test_a_cell_longer_than_a_block(tmp_path: Path) -> None:
    """Five megabytes of lines in one cell, after rows that were given already."""
    text = "line\n" * 1_000_000
    content = "a,b\n" + "1,2\n" * 2_000_000 + "only\n" + f'3,"{text}"\n4,5\n'
    frame, rejects = read(content.encode(), tmp_path)
    assert frame.height == 2_000_002
    assert frame.row(-2) == ("3", text)
    assert [one.row for one in rejects.kept] == [2_000_002]


def test_damaged_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes("a,b\nü,ö\n".encode() + b"\xff,x\n")
    found = open_delimited(path, DelimitedOptions())
    assert pl.concat(list(found.batches(Rejects()))).rows() == [("ü", "ö"), ("\ufffd", "x")]
    assert found.warnings == ["the file is damaged UTF-8: 1 bytes that are no text were replaced by U+FFFD"]


def test_names_are_made_distinct() -> None:
    names, warnings = column_names(["a", "a_2", "a", "", "a"])
    assert (names, len(warnings)) == (["a", "a_2", "a_3", "column_4", "a_4"], 2)
    assert len(set(column_names(["x"] * 16_384)[0])) == 16_384


@pytest.mark.parametrize("content", [b"to,infinity,and,beyond", "a,ö".encode("utf-16"), b"one"])
def test_one_line_without_an_end(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    file = open_delimited(path, DelimitedOptions())
    assert [frame.height for frame in file.batches(Rejects())] == [0]
    assert file.names == content.decode("utf-16" if content[:1] == b"\xff" else "utf-8").split(",")
    assert file.warnings[-1].startswith("the only row was taken for the column names")
    data = open_delimited(path, DelimitedOptions(header=False))
    assert [frame.height for frame in data.batches(Rejects())] == [1]


@pytest.mark.parametrize("end", ["", "\n"])
def test_an_empty_cell_at_the_end_has_no_value(tmp_path: Path, end: str) -> None:
    frame, _ = read(f'a,b\n"x",1\n"y",{end}'.encode(), tmp_path)
    assert frame.rows() == [("x", "1"), ("y", None)]


def test_only_some_columns(tmp_path: Path) -> None:
    path, rejects = tmp_path / "file", Rejects()
    path.write_bytes(b"a,b,c\n1,2,3\n4,5\n6,7,\n")
    frames = open_delimited(path, DelimitedOptions()).batches(rejects, columns=["b"])
    assert pl.concat(list(frames)).rows() == [("2",), ("7",)]
    assert [(one.row, one.text) for one in rejects.kept] == [(3, "4,5")]
