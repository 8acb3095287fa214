import io
from typing import Any

import httpx
import pikepdf
import pytest
from pdf_samples import content_of, linked_pages, numbered_pages, texts_of
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


def layered() -> bytes:
    """Return a page with text on a shown and on a hidden layer, and a form that is hidden as a whole."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(numbered_pages(1))) as pdf:
        shown, hidden = (
            pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String(name)))
            for name in ("Shown", "Hidden")
        )
        default = pikepdf.Dictionary(OFF=pikepdf.Array([hidden]))
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([shown, hidden]), D=default)
        page = pdf.pages[0]
        font = page.obj.Resources.Font[next(iter(page.obj.Resources.Font.keys()))]
        form = pdf.make_stream(
            b"BT /F1 9 Tf 20 60 Td (FORMSECRET) Tj ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
            BBox=pikepdf.Array([0, 0, 200, 300]), OC=hidden,
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)),
        )  # fmt: skip
        page.obj.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F1=font),
            Properties=pikepdf.Dictionary(S=shown, H=hidden),
            XObject=pikepdf.Dictionary(X=form),
        )
        page.contents_add(
            b"/OC /S BDC BT /F1 12 Tf 20 200 Td (VISIBLE) Tj ET EMC "
            b"/OC /H BDC q BT /F1 12 Tf 20 150 Td (SECRET) Tj ET 0 0 9 9 re f Q EMC /X Do"
        )
        pdf.save(buffer)
    return buffer.getvalue()


def test_hidden_layers_are_removed_on_request(spooled: Any) -> None:
    with sanitized(spooled(layered()), hidden_layers="remove") as pdf:
        assert "/OCProperties" not in pdf.Root
        streams = b"".join(each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream))
        assert b"VISIBLE" in streams
        assert b"SECRET" not in streams
        content = io.BytesIO()
        pdf.save(content)
    assert "VISIBLE" in texts_of(content.getvalue())[0]


def test_hidden_layers_are_kept_or_refused(spooled: Any) -> None:
    with sanitized(spooled(layered())) as pdf:
        assert "/OCProperties" in pdf.Root
    with pytest.raises(HiddenLayers):
        sanitized(spooled(layered()), hidden_layers="refuse")


def test_through_http(client: httpx.Client) -> None:
    assert client.post("/sanitize", files={"file": numbered_pages(1)}).status_code == 200
