import io
from typing import Any

import httpx
import pikepdf
from pdf_samples import content_of, numbered_pages, texts_of
from redaction_traps import TRAPS

from flowforge_pdf.operations.flatten import FlattenForm, flatten_document
from flowforge_pdf.settings import PdfSettings


def flattened(file: Any, **options: Any) -> bytes:
    return content_of(flatten_document(FlattenForm(file=file, **options), PdfSettings()))


def test_values_are_drawn_and_fields_gone(spooled: Any) -> None:
    content = flattened(spooled(TRAPS["a_form_field"]()))
    assert "Agent Smith" in texts_of(content)[0]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert "/Annots" not in pdf.pages[0].obj


def test_links_and_what_is_not_chosen_stay(upload: Any) -> None:
    content = flattened(upload("commented.pdf"), annotations=False)
    with pikepdf.open(io.BytesIO(content)) as pdf, pikepdf.open(upload("commented.pdf").path) as before:
        assert len(pdf.pages[0].obj.Annots) == len(before.pages[0].obj.Annots)


def test_through_http(client: httpx.Client) -> None:
    assert client.post("/flatten", files={"file": numbered_pages(1)}).status_code == 200
