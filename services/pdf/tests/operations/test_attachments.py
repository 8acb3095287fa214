from typing import Any

import httpx
from pdf_samples import numbered_pages

from flowforge_pdf.operations.attachments import AttachmentsForm, list_attachments
from flowforge_pdf.settings import PdfSettings


def test_names_and_sizes(upload: Any) -> None:
    found = list_attachments(AttachmentsForm(file=upload("attachments.pdf")), PdfSettings())
    assert found.count == 2
    assert all(each.name and each.bytes > 0 for each in found.attachments)


def test_through_http(client: httpx.Client) -> None:
    assert client.post("/attachments", files={"file": numbered_pages(1)}).json()["attachments"] == []
