import csv
import io
import zipfile
from typing import Any

import httpx
import pytest
from pdf_samples import content_of, numbered_pages, table_document

from flowforge_pdf.core.reading.table_files import NoTables, as_csv
from flowforge_pdf.core.reading.tables import Table
from flowforge_pdf.operations.to_csv import ToCsvForm, convert_to_csv
from flowforge_pdf.settings import PdfSettings


def test_rows_and_byte_order_mark(spooled: Any) -> None:
    (file,) = convert_to_csv(ToCsvForm(file=spooled(table_document(20))), PdfSettings()).files
    content = content_of(file)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 21
    assert rows[20] == ["20", "Article 20", "30.00"]


def test_formulas_are_disarmed_and_numbers_kept() -> None:
    table = Table([["=HYPERLINK(1)", "-12.5", "+49 30 1234", "@x"]], 0, 0, 1, 1, ruled=True)
    (row,) = csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig")))
    assert row == ["'=HYPERLINK(1)", "-12.5", "+49 30 1234", "'@x"]


def test_no_table(sample: Any) -> None:
    with pytest.raises(NoTables):
        convert_to_csv(ToCsvForm(file=sample(1)), PdfSettings())


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/to-csv", files={"file": ("a.pdf", table_document(3))})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["a-table-1.csv"]
    assert (
        client.post("/to-csv", files={"file": numbered_pages(1)}).json()["error"]["code"]
        == "PDF_HAS_NO_TABLES"
    )
