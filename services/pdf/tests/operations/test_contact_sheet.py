import io
from typing import Any

import httpx
import pytest
from pdf_samples import content_of, numbered_pages
from PIL import Image

from flowforge_pdf.operations.contact_sheet import ContactSheetForm, draw_contact_sheet
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import TooManyPixels


def test_pages_stand_in_a_grid(sample: Any, context: Any) -> None:
    form = ContactSheetForm(file=sample(5), columns=3, width=100)
    result = draw_contact_sheet(form, PdfSettings(), context)
    with Image.open(io.BytesIO(content_of(result))) as picture:
        assert picture.size == (result.report.width, result.report.height) == (348, 372)
        assert picture.getpixel((20, 20)) == (255, 255, 255)
        assert picture.getpixel((300, 250)) == (216, 216, 216)  # no sixth page


def test_limits(sample: Any, context: Any) -> None:
    with pytest.raises(TooManyPixels):
        draw_contact_sheet(ContactSheetForm(file=sample(3)), PdfSettings(max_pixels=10_000), context)


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/contact-sheet", files={"file": numbered_pages(3)}, data={"format": "jpeg"})
    assert answer.headers["content-type"] == "image/jpeg"
