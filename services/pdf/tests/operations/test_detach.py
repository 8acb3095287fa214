import io
from typing import Any

import httpx
import pikepdf
import pytest
from pdf_samples import content_of, numbered_pages

from flowforge_pdf.operations.detach import DetachForm, UnknownAttachment, detach_files
from flowforge_pdf.settings import PdfSettings


def left(file: Any, **options: Any) -> list[str]:
    result = detach_files(DetachForm(file=file, **options), PdfSettings())
    with pikepdf.open(io.BytesIO(content_of(result))) as pdf:
        return list(pdf.attachments)


def test_all_or_those_named(upload: Any) -> None:
    assert left(upload("attachments.pdf")) == []
    with pikepdf.open(upload("attachments.pdf").path) as pdf:
        names = list(pdf.attachments)
    assert left(upload("attachments.pdf"), names=names[:1]) == names[1:]


def test_unknown_names(upload: Any) -> None:
    with pytest.raises(UnknownAttachment, match="Attached are"):
        left(upload("attachments.pdf"), names=["nothing"])


def test_through_http(client: httpx.Client) -> None:
    assert (
        "had no attachments" in client.post("/detach", files={"file": numbered_pages(1)}).headers["x-report"]
    )
