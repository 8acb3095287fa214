from typing import Any

import fastexcel
import httpx
import pytest
from pdf_samples import content_of, table_document

from flowforge_pdf.core.reading.table_files import NoTables
from flowforge_pdf.operations.to_xlsx import ToXlsxForm, convert_to_xlsx
from flowforge_pdf.settings import PdfSettings


def test_another_reader_finds_the_rows(spooled: Any) -> None:
    result = convert_to_xlsx(ToXlsxForm(file=spooled(table_document(20))), PdfSettings())
    workbook = fastexcel.read_excel(content_of(result))
    assert workbook.sheet_names == ["Table 1 (page 1)"]
    sheet = workbook.load_sheet(0)
    assert (sheet.height, sheet.width) == (20, 3)


def test_no_table(sample: Any) -> None:
    with pytest.raises(NoTables):
        convert_to_xlsx(ToXlsxForm(file=sample(1)), PdfSettings())


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/to-xlsx", files={"file": ("a.pdf", table_document(3))})
    assert fastexcel.read_excel(answer.content).load_sheet(0).height == 3
