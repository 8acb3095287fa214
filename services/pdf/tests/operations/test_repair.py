import io
from typing import Any

import httpx
import pikepdf
from pdf_samples import content_of, damaged, numbered_pages, texts_of

from flowforge_pdf.operations.repair import RepairForm, repair_document
from flowforge_pdf.settings import PdfSettings


def test_a_damaged_file_becomes_whole(spooled: Any) -> None:
    result = repair_document(RepairForm(file=spooled(damaged(numbered_pages(3)))), PdfSettings())
    assert "damaged" in result.report.warnings[0]
    assert texts_of(content_of(result)) == ["Page 1", "Page 2", "Page 3"]
    with pikepdf.open(io.BytesIO(content_of(result))) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_a_whole_file_has_no_warnings(sample: Any) -> None:
    assert repair_document(RepairForm(file=sample(1)), PdfSettings()).report.warnings == []


def test_through_http(client: httpx.Client) -> None:
    assert client.post("/repair", files={"file": damaged(numbered_pages(1))}).status_code == 200
    assert client.post("/repair", files={"file": b"%PDF-1.7\n%%EOF"}).json()["error"]["code"] == "PDF_DAMAGED"
