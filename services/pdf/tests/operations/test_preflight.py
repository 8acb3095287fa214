from typing import Any

import httpx
from pdf_samples import numbered_pages, scanned_page

from flowforge_pdf.operations.preflight import PreflightForm, preflight_document
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


def test_through_http(client: httpx.Client) -> None:
    assert client.post("/preflight", files={"file": numbered_pages(1)}).json()["scanned_pages"] == 0
