import io
from typing import Any

import httpx
import pikepdf
import pytest
from pdf_samples import content_of, linked_pages, numbered_pages
from redaction_traps import TRAPS

from flowforge_pdf.core.changing.sanitizing import HiddenLayers
from flowforge_pdf.operations.sanitize import SanitizeForm, sanitize_document
from flowforge_pdf.settings import PdfSettings


def sanitized(file: Any, **options: Any) -> pikepdf.Pdf:
    result = sanitize_document(SanitizeForm(file=file, **options), PdfSettings())
    return pikepdf.open(io.BytesIO(content_of(result)))


def test_scripts_and_attachments_go(spooled: Any) -> None:
    with sanitized(spooled(TRAPS["beside_the_pages"]())) as pdf:
        assert "/OpenAction" not in pdf.Root
        assert len(pdf.attachments) == 0
        assert "/Title" in pdf.docinfo


def test_links_and_metadata_go_on_request(spooled: Any) -> None:
    with sanitized(spooled(linked_pages()), links=True, metadata=True) as pdf:
        assert len(pdf.pages[0].obj.Annots) == 0
        assert "/Info" not in pdf.trailer


def test_hidden_layers_are_refused_on_request(spooled: Any) -> None:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(numbered_pages(1))) as pdf:
        group = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Hidden")))
        default = pikepdf.Dictionary(OFF=pikepdf.Array([group]))
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([group]), D=default)
        pdf.save(buffer)
    with pytest.raises(HiddenLayers):
        sanitized(spooled(buffer.getvalue()), hidden_layers=True)


def test_through_http(client: httpx.Client) -> None:
    assert client.post("/sanitize", files={"file": numbered_pages(1)}).status_code == 200
