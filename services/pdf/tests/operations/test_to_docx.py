import io
from typing import Any

import httpx
import mammoth
from pdf_samples import content_of, numbered_pages, table_document

from flowforge_pdf.operations.to_docx import ToDocxForm, convert_to_docx
from flowforge_pdf.settings import PdfSettings


def test_another_reader_finds_headings_and_tables(spooled: Any) -> None:
    result = convert_to_docx(ToDocxForm(file=spooled(table_document(3))), PdfSettings())
    found = mammoth.convert_to_html(io.BytesIO(content_of(result))).value
    assert "<h1>Price list</h1>" in found
    assert "<td><p>Article 2</p></td>" in found


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/to-docx", files={"file": ("a.pdf", numbered_pages(2))})
    assert "Page 2" in mammoth.extract_raw_text(io.BytesIO(answer.content)).value
    assert 'filename="a.docx"' in answer.headers["content-disposition"]
