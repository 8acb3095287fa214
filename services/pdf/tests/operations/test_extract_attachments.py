import io
import zipfile
from typing import Any

import httpx
import pytest
from pdf_samples import contents_of, numbered_pages

from flowforge_pdf.operations.extract_attachments import (
    ExtractAttachmentsForm,
    NoAttachments,
    extract_attachments,
)
from flowforge_pdf.settings import PdfSettings


def test_all_files(upload: Any) -> None:
    result = extract_attachments(ExtractAttachmentsForm(file=upload("attachments.pdf")), PdfSettings())
    assert len(contents_of(result)) == 2


def test_none(sample: Any) -> None:
    with pytest.raises(NoAttachments):
        extract_attachments(ExtractAttachmentsForm(file=sample(1)), PdfSettings())


def test_through_http(client: httpx.Client, upload: Any) -> None:
    answer = client.post("/extract-attachments", files={"file": upload("attachments.pdf").path.read_bytes()})
    assert len(zipfile.ZipFile(io.BytesIO(answer.content)).namelist()) == 2
    assert client.post("/extract-attachments", files={"file": numbered_pages(1)}).status_code == 422
