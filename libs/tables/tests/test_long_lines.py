import json

import pytest

from flowforge_tables import LineTooLong, LongLines

PIECE = 64 << 10


def watch(content: bytes) -> None:
    watching = LongLines("table")
    for start in range(0, len(content), PIECE):
        watching.add(content[start : start + PIECE])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_a_line_that_is_too_long_is_refused_with_its_row(encoding: str) -> None:
    short, long = "x" * ((16 << 20) - 10), "x" * (16 << 20)
    watch(f"id,name\n1,{short}\n2,b\n".encode(encoding))
    with pytest.raises(LineTooLong) as caught:
        watch(f"id,name\n1,a\n2,{long}\n3,b\n".encode(encoding))
    assert caught.value.text.startswith("Row 3 of 'table' is longer than 16 MiB.")


def test_a_line_is_refused_before_the_file_ends() -> None:
    watching = LongLines("file")
    watching.add(b"a,b\n")
    for _ in range(16):
        watching.add(b"y" * (1 << 20))
    with pytest.raises(LineTooLong, match="Row 2"):
        watching.add(b"y")


def test_lines_of_objects_are_lines() -> None:
    with pytest.raises(LineTooLong, match="Row 3"):
        watch(b'{"a": 1}\n{"a": 2}\n{"a": "' + b"z" * (17 << 20))


@pytest.mark.parametrize(
    "start",
    [
        json.dumps([{"a": 1, "b": 2}]).encode(),
        b'{"a": 1, "b": ',
        b'{"a": [1,\n2, ',
        b"<rows><row a='1,2'/>",
        b"PAR1\x15\x04,",
        b"\0\0,\n\x01",
        b"UNB+UNOA:1+1,2",
        b"words without a delimiter ",
    ],
)
def test_other_files_may_be_one_long_line(start: bytes) -> None:
    watch(start + b"w" * (40 << 20))
