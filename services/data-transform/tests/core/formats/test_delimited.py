from pathlib import Path

import polars as pl
import pytest

from flowforge_data.core.formats.delimited import write
from flowforge_data.core.formats.port import Notes, WriteOptions


def written(series: pl.Series, folder: Path, **options: object) -> list[str]:
    path = folder / "file"
    write(iter([series.to_frame()]), path, WriteOptions(**options), Notes())  # type: ignore[arg-type] # of a test
    return path.read_text().splitlines()[1:]


@pytest.mark.parametrize(
    ("numbers", "cells"),
    [
        ([3.0, 0.5, -2.25, None, 0.0], ["3", "0.5", "-2.25", "", "0"]),
        ([1e16, 1e-5, 123456789.125], ["1e+16", "1e-05", "123456789.125"]),
    ],
)
def test_numbers_are_as_short_as_they_can_be(
    tmp_path: Path, numbers: list[float | None], cells: list[str]
) -> None:
    assert written(pl.Series("n", numbers), tmp_path) == cells


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-a", "@sum", "\tx"])
def test_formulas_begin_with_an_apostrophe(tmp_path: Path, cell: str) -> None:
    assert written(pl.Series("c", ["plain", None, "", cell]), tmp_path)[-1] == f"'{cell}"


def test_numbers_with_a_sign_stay(tmp_path: Path) -> None:
    assert written(pl.Series("c", ["-5", "+1.5", "-3%"]), tmp_path) == ["-5", "+1.5", "-3%"]
