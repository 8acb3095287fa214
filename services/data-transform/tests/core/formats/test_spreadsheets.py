from pathlib import Path

import openpyxl
import pytest

from flowforge_data.core.formats.port import Notes, ReadOptions
from flowforge_data.core.formats.spreadsheets import read


def test_a_column_of_errors_of_formulas_is_empty_with_a_warning(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["n", "e"])
    for number in (1, 2):
        sheet.append([number, "#NAME?"])
        sheet.cell(number + 1, 2).data_type = "e"
    path = tmp_path / "errors.xlsx"
    book.save(path)
    notes = Notes()
    frames = list(read(path, ReadOptions(), notes).frames())
    assert [row for frame in frames for row in frame.to_dicts()] == [{"n": 1, "e": None}, {"n": 2, "e": None}]
    told = "cells that hold errors of formulas are empty: 2 in 'e', the first #NAME? in row 2 of 'e'"
    assert notes.warnings == [told]


@pytest.mark.parametrize(
    ("options", "row"), [(ReadOptions(), 3), (ReadOptions(skip_rows=1), 3), (ReadOptions(header=False), 3)]
)
def test_errors_of_formulas_between_values_are_empty_with_a_warning(
    tmp_path: Path, options: ReadOptions, row: int
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (["n", "m"], [1, "one"], ["#DIV/0!", "two"], [3, "#N/A"]):
        sheet.append(cells)
    sheet["A3"].data_type = sheet["B4"].data_type = "e"
    path = tmp_path / "errors.xlsx"
    book.save(path)
    notes = Notes()
    frame = next(read(path, options, notes).frames())
    assert frame.row(-1)[1] is None
    assert frame.row(-2)[0] is None
    first = f"the first #DIV/0! in row {row} of {frame.columns[0]!r}"
    assert [one.rpartition(", ")[2] for one in notes.warnings if "formulas" in one] == [first]
    assert ": 2 in " in notes.warnings[-1]
