from collections.abc import Iterator
from pathlib import Path

import polars as pl

from flowforge_data.core.conversion.opening import Origin, open_file, use_table
from flowforge_data.core.formats.port import Notes, ReadOptions


def test_only_the_columns_that_are_needed(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    kept: list[pl.DataFrame] = []
    path.write_text("a,b,c\n1,2,x\n3,4,y\n")
    source = open_file(path, Origin(), ReadOptions(), Notes())
    use_table(source, kept.extend, dates=False, columns=["b"])
    assert pl.concat(kept).to_dict(as_series=False) == {"b": [2, 4]}


def test_a_reject_has_the_text_of_its_whole_row(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    kept: list[pl.DataFrame] = []
    path.write_text("a,b,c\n1,2,x\n3,four,y\n")
    source = open_file(path, Origin(), ReadOptions(column_types={"b": "integer"}), Notes())

    def use(frames: Iterator[pl.DataFrame]) -> None:
        kept[:] = list(frames)

    use_table(source, use, dates=False, columns=["a"])
    assert pl.concat(kept)["a"].to_list() == [1]
    assert [(one.row, one.column, one.text) for one in source.notes.rejects.kept] == [(3, "b", "3,four,y")]
