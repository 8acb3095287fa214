import io
from typing import Any

import httpx
import pytest
from pdf_samples import content_of, numbered_pages
from PIL import Image

from flowforge_pdf.operations.thumbnail import ThumbnailForm, draw_thumbnail
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import PageOutOfRange


def thumbnail(file: Any, **options: Any) -> Any:
    return draw_thumbnail(ThumbnailForm(file=file, **options), PdfSettings())


def test_it_fits_its_box(sample: Any) -> None:
    result = thumbnail(sample(2), width=100, height=90, page="last")
    with Image.open(io.BytesIO(content_of(result))) as picture:
        assert picture.size == (60, 90)
    assert (result.report.page, result.report.pages) == (2, 2)


def test_a_page_of_extreme_size(spooled: Any) -> None:
    with Image.open(io.BytesIO(content_of(thumbnail(spooled(numbered_pages(1, (14_000, 20))))))) as picture:
        assert picture.width <= 256


def test_a_page_that_is_not_there(sample: Any) -> None:
    with pytest.raises(PageOutOfRange, match="'page' names page 3"):
        thumbnail(sample(2), page="3")


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/thumbnail", files={"file": numbered_pages(1)}, data={"format": "webp"})
    assert answer.headers["content-type"] == "image/webp"
