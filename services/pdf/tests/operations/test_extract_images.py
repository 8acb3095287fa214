import io
from typing import Any

import httpx
import pytest
from pdf_samples import contents_of, numbered_pages
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from flowforge_pdf.operations.extract_images import ExtractImagesForm, NoImages, extract_images
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import TooManyPixels


def extracted(file: Any, **options: Any) -> Any:
    return extract_images(ExtractImagesForm(file=file, **options), PdfSettings())


def with_transparency() -> bytes:
    picture = Image.new("RGBA", (20, 10), (255, 0, 0, 128))
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for _ in range(2):
        canvas.drawImage(ImageReader(picture), 10, 10, 100, 50, mask="auto")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_every_picture_of_a_real_document(upload: Any) -> None:
    result = extracted(upload("images.pdf"))
    assert result.report.count == len(result.files) == 1  # it is used three times
    for content, told in zip(contents_of(result), result.report.images, strict=True):
        with Image.open(io.BytesIO(content)) as picture:
            assert picture.size == (told.width, told.height)


def test_transparency_is_kept_and_a_picture_used_twice_comes_once(spooled: Any) -> None:
    result = extracted(spooled(with_transparency()))
    assert result.report.count == 1
    with Image.open(io.BytesIO(contents_of(result)[0])) as picture:
        assert picture.mode == "RGBA"
        assert picture.getpixel((5, 5)) == (255, 0, 0, 128)


def test_small_ones_may_be_left_out(spooled: Any) -> None:
    with pytest.raises(NoImages):
        extracted(spooled(with_transparency()), min_width=21)


def test_limits(spooled: Any) -> None:
    with pytest.raises(TooManyPixels):
        extract_images(ExtractImagesForm(file=spooled(with_transparency())), PdfSettings(max_pixels=100))


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/extract-images?output=base64", files={"file": ("a.pdf", with_transparency())})
    assert [file["name"] for file in answer.json()["files"]] == ["a-p1-1.png"]
    assert client.post("/extract-images", files={"file": numbered_pages(1)}).status_code == 422
