from pathlib import Path

import openpyxl

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
    assert notes.warnings == ["cells hold errors of formulas, such as #NAME?: they are empty"]
