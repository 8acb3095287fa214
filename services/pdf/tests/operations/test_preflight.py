from typing import Any

import httpx
from pdf_samples import content_of, encrypted, numbered_pages, scanned_page
from web_documents import finished

from flowforge_pdf.operations.from_html import FromHtmlForm, make_from_html
from flowforge_pdf.operations.preflight import PreflightForm, preflight_document
from flowforge_pdf.operations.to_pdfa import ToPdfaForm, convert_to_pdfa
from flowforge_pdf.settings import PdfSettings


def test_a_scan_needs_ocr(spooled: Any) -> None:
    found = preflight_document(PreflightForm(file=spooled(scanned_page())), PdfSettings())
    assert found.scanned_pages == 1
    assert found.pages[0].needs_ocr
    assert found.advice[0].startswith("ocr service")


def test_text_does_not(sample: Any) -> None:
    found = preflight_document(PreflightForm(file=sample(2)), PdfSettings())
    assert (found.scanned_pages, found.fonts_not_embedded) == (0, ["Helvetica"])
    assert found.pages[0].characters == 5
    assert not found.tagged


def test_bytes_pixels_and_conformance(spooled: Any) -> None:
    scan = spooled(scanned_page())
    found = preflight_document(PreflightForm(file=scan), PdfSettings())
    assert found.bytes.images > found.bytes.content > 0
    assert sum(found.bytes.model_dump().values()) == scan.size
    assert found.pixels == round(300 * 200 * (150 / 72) ** 2)
    page = content_of(finished(make_from_html, FromHtmlForm(html="<p>Text</p>"), PdfSettings()))
    content = content_of(convert_to_pdfa(ToPdfaForm(file=spooled(page)), PdfSettings()))
    archived = preflight_document(PreflightForm(file=spooled(content)), PdfSettings())
    assert archived.pdfa.passed, archived.pdfa.findings
    assert archived.bytes.fonts > 0
    locked = preflight_document(
        PreflightForm(file=spooled(encrypted(page)), password="secret"), PdfSettings()
    )
    assert "encrypted" in locked.pdfa.findings[-1].message


def test_through_http(client: httpx.Client) -> None:
    assert client.post("/preflight", files={"file": numbered_pages(1)}).json()["scanned_pages"] == 0
