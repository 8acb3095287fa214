"""NDJSON of several megabytes: read as columns where that loses nothing, else as objects."""

import json
from pathlib import Path
from typing import Any

import pytest

from flowforge_data.core.formats.ndjson_columns import plain_columns
from flowforge_data.core.formats.ndjson_rows import read_lines
from flowforge_data.core.formats.port import Document, Notes, ReadOptions, TypedTable

ROW = {"id": 1, "price": 1.5, "name": "Ada \u00e9", "active": True, "none": None}
KINDS = {"id": {"integer"}, "price": {"number"}, "name": {"text"}, "active": {"boolean"}, "none": {"null"}}


def write(folder: Path, *last: Any, rows: int = 30_000) -> Path:
    path = folder / "rows.ndjson"
    lines = [json.dumps(ROW | {"id": number}, ensure_ascii=False) for number in range(rows)]
    texts = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in last]
    path.write_bytes(b"\n".join([*(line.encode() for line in lines), *texts]) + b"\n")
    return path


def test_plain_columns_are_read_as_columns(tmp_path: Path) -> None:
    path = write(tmp_path)
    assert path.stat().st_size > 2 << 20
    found = plain_columns(path, KINDS)
    assert found is not None
    frames = list(found())
    assert sum(frame.height for frame in frames) == 30_000
    assert frames[-1].row(-1, named=True) == ROW | {"id": 29_999}
    content = read_lines(path, ReadOptions(), Notes())
    assert isinstance(content, TypedTable)
    assert content.document is None
    assert next(iter(content.frames())).schema == frames[0].schema


@pytest.mark.parametrize(
    ("line", "cell"),
    [
        (ROW | {"id": "x"}, "x"),
        (ROW | {"id": 12345678901234567890}, "12345678901234567890"),
        (ROW | {"id": (1 << 53) + 1}, str((1 << 53) + 1)),
        (ROW | {"id": 1.5}, 1.5),
        (ROW | {"id": None, "new": 1}, None),
        (ROW | {"id": [1]}, "[1]"),
        (b'{"id":1,"id":2}', 2),
    ],
)
def test_a_late_value_of_another_kind_is_kept(tmp_path: Path, line: Any, cell: Any) -> None:
    path = write(tmp_path, line)
    assert plain_columns(path, KINDS) is None
    content = read_lines(path, ReadOptions(), Notes())
    assert isinstance(content, TypedTable)
    last = list(content.frames())[-1].row(-1, named=True)
    assert last["id"] == cell


@pytest.mark.parametrize(
    "line",
    [
        b'{"id":1} {"id":2}',
        b'{"id":1}{"id":2}',
        b'{"id":\n1}',
        b"{} {",
        b'{"price":NaN}',
        b'{"name":"\xff"}',
        b'{"id":01}',
    ],
)
def test_a_broken_line_is_rejected_with_its_row(tmp_path: Path, line: bytes) -> None:
    path = write(tmp_path, line, ROW)
    assert plain_columns(path, KINDS) is None
    notes = Notes()
    content = read_lines(path, ReadOptions(), notes)
    assert isinstance(content, TypedTable)
    assert sum(frame.height for frame in content.frames()) == 30_001
    assert notes.rejects.rows[0] == 30_001


def test_lines_of_other_values_are_a_document(tmp_path: Path) -> None:
    found = read_lines(write(tmp_path, [1, 2]), ReadOptions(), Notes())
    assert isinstance(found, Document)
    assert found.value[-1] == [1, 2]
