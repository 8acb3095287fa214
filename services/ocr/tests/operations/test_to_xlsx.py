import io
from typing import Any

import fastexcel
import httpx
import pytest

from flowforge_ocr.core.requests.reading_form import ReadingForm
from flowforge_ocr.operations.tables import extract_tables
from flowforge_ocr.operations.to_xlsx import NoTablesFound, convert_to_xlsx
from flowforge_ocr.settings import OcrSettings


def test_each_table_is_a_sheet(context: Any, upload: Any) -> None:
    form = ReadingForm(file=upload("invoice.png"))
    made = convert_to_xlsx(form, OcrSettings(), context)
    tables = extract_tables(form, OcrSettings(), context).tables
    book = fastexcel.read_excel(bytes(made.data))
    assert len(book.sheet_names) == len(tables) == made.report.tables
    assert book.sheet_names[0] == "Table 1 (page 1)"
    frame = book.load_sheet(0).to_polars()
    assert frame.columns == tables[0].rows[0]
    assert frame.height == len(tables[0].rows) - 1


def test_a_page_without_tables_is_an_error(context: Any, upload: Any) -> None:
    with pytest.raises(NoTablesFound, match="'file' has no table"):
        convert_to_xlsx(ReadingForm(file=upload("small_print.png")), OcrSettings(), context)


def test_through_http(client: httpx.Client, upload: Any) -> None:
    answer = client.post("/to-xlsx", files={"file": ("bill.png", upload("invoice.png").content)})
    assert 'filename="bill.xlsx"' in answer.headers["content-disposition"]
    assert fastexcel.read_excel(io.BytesIO(answer.content).getvalue()).sheet_names
