from typing import Any

import httpx
import pypdfium2
import pytest
from pdf_samples import content_of, numbered_pages, sizes_of
from pydantic import ValidationError

from flowforge_pdf.operations.crop import CropForm, NothingLeft, crop_pages
from flowforge_pdf.operations.rotate import RotateForm, rotate_pages
from flowforge_pdf.settings import PdfSettings


def cropped(file: Any, **options: Any) -> Any:
    return crop_pages(CropForm(file=file, **options), PdfSettings())


def test_margins_are_those_of_the_shown_page(sample: Any, spooled: Any) -> None:
    result = cropped(sample(1), top="10pt", left="20pt", right="30pt")
    assert sizes_of(content_of(result)) == [(150, 290)]
    assert "still in the file" in result.report.warnings[0]
    turned = spooled(content_of(rotate_pages(RotateForm(file=sample(1)), PdfSettings())))
    content = content_of(cropped(turned, left="100pt"))
    assert sizes_of(content) == [(200, 200)]
    assert "Page 1" in shown_text(content)  # the text stands at the right when turned


def test_an_area_counts_from_the_top_left(sample: Any) -> None:
    area = {"x": "10pt", "y": "20pt", "width": "100pt", "height": "30pt"}
    content = content_of(cropped(sample(1), area=area))
    assert sizes_of(content) == [(100, 30)]
    assert "Page" in shown_text(content)
    below = content_of(cropped(sample(1), area={**area, "y": "100pt"}))
    assert shown_text(below) == ""


def test_to_content_cuts_empty_margins(sample: Any) -> None:
    ((width, height),) = sizes_of(content_of(cropped(sample(1), to_content=True, left="5pt")))
    assert 50 < width < 90
    assert 10 < height < 25


def test_faults(sample: Any) -> None:
    with pytest.raises(NothingLeft, match="Page 1 is 200 x 300"):
        cropped(sample(1), left="200pt")
    with pytest.raises(ValidationError, match="not both"):
        cropped(sample(1), to_content=True, area={"width": 1, "height": 1})


def shown_text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return " ".join(document[0].get_textpage().get_text_bounded(*document[0].get_cropbox()).split())
    finally:
        document.close()


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/crop", files={"file": numbered_pages(1)}, data={"bottom": "1in"})
    assert sizes_of(answer.content) == [(200, 228)]
