import io
from typing import Any

import httpx
import pikepdf
from pdf_samples import content_of, numbered_pages

from flowforge_pdf.operations.linearize import LinearizeForm, linearize_document
from flowforge_pdf.settings import PdfSettings


def test_the_first_page_comes_first(sample: Any) -> None:
    content = content_of(linearize_document(LinearizeForm(file=sample(3)), PdfSettings()))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.is_linearized


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/linearize", files={"file": numbered_pages(2)})
    assert b"/Linearized" in answer.content[:1024]
