import datetime as dt
import io
from typing import Any

import httpx
import openpyxl
import pytest
from office_samples import zipped
from openpyxl.chart import BarChart
from openpyxl.styles import Font, PatternFill
from pdf_samples import content_of, picture_of, sizes_of, texts_of

from flowforge_pdf.operations.from_xlsx import (
    FromXlsxForm,
    NothingToPrint,
    NotXlsx,
    UnknownSheet,
    XlsxUnreadable,
    convert_from_xlsx,
)
from flowforge_pdf.settings import PdfSettings


def workbook() -> Any:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Invoice"
    sheet.append(["Item", "Price", "Date", "Share"])
    for number in range(1, 81):
        sheet.append([f"Artikel {number} 日本語", number * 1234.5, dt.date(2026, 11, 30), number / 80])
        sheet[f"B{number + 1}"].number_format = '#,##0.00 "€"'
        sheet[f"C{number + 1}"].number_format = "dd.mm.yyyy"
        sheet[f"D{number + 1}"].number_format = "0.0%"
    sheet["A1"].fill = PatternFill("solid", fgColor="FFFF0000")
    sheet["A1"].font = Font(bold=True)
    sheet.print_title_rows = "1:1"
    return book


def saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def made(file: Any, **options: Any) -> Any:
    return convert_from_xlsx(FromXlsxForm(file=file, **options), PdfSettings())


def test_formats_colors_and_repeated_rows(spooled: Any) -> None:
    content = content_of(made(spooled(saved(workbook()), "a.xlsx")))
    texts = texts_of(content)
    assert len(texts) > 1
    assert all("Item Price Date Share" in text for text in texts)
    assert "2,469.00 €" in texts[0]
    assert "30.11.2026" in texts[0]
    assert "100.0%" in texts[-1]
    colors = {color for _, color in picture_of(content).getcolors(100_000)}
    assert (255, 0, 0) in colors


def test_print_areas_merged_cells_and_hidden_sheets(spooled: Any) -> None:
    book = workbook()
    book["Invoice"].print_area = "A1:B3"
    book["Invoice"].merge_cells("A2:B3")
    book.create_sheet("Secret").append(["hidden"])
    book["Secret"].sheet_state = "hidden"
    texts = texts_of(content_of(made(spooled(saved(book)))))
    assert "Artikel 1" in texts[0]
    assert "Artikel 3" not in texts[0]
    assert "hidden" not in "".join(texts)


def test_wide_sheets_are_scaled_and_landscape_ones_turned(spooled: Any) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append([f"column {number}" for number in range(30)])
    sheet.page_setup.orientation = "landscape"
    content = content_of(made(spooled(saved(book))))
    assert sizes_of(content) == [(841.9, 595.3)]
    assert "29" in texts_of(content)[0]


def test_what_is_left_out_is_told(spooled: Any) -> None:
    book = workbook()
    book["Invoice"].add_chart(BarChart(), "F2")
    book["Invoice"]["E2"] = "=SUM(B2:B9)"
    book.create_sheet("Empty")
    warnings = " ".join(made(spooled(saved(book))).report.warnings)
    for words in ("1 charts", "1 formulas", "Empty"):
        assert words in warnings, words


def test_faults(spooled: Any) -> None:
    with pytest.raises(NotXlsx):
        made(spooled(b"text"))
    with pytest.raises(XlsxUnreadable):
        made(spooled(zipped({"xl/workbook.xml": "<broken"})))
    with pytest.raises(UnknownSheet, match=r"'Nope'.*Invoice"):
        made(spooled(saved(workbook())), sheets=["Nope"])
    with pytest.raises(NothingToPrint):
        made(spooled(saved(openpyxl.Workbook())))


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/from-xlsx", files={"file": ("a.xlsx", saved(workbook()))}, data={"paper": "a5"})
    assert answer.status_code == 200, answer.text
    assert sizes_of(answer.content)[0] == (419.5, 595.3)
