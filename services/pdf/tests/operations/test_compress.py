import io
from typing import Any

import httpx
import numpy as np
import pytest
from font_samples import typed
from pdf_samples import content_of, numbered_pages, sizes_of, texts_of
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from flowforge_pdf.operations.compress import CompressForm, compress_document
from flowforge_pdf.operations.to_pdfa import ToPdfaForm, convert_to_pdfa
from flowforge_pdf.settings import PdfSettings


@pytest.fixture(scope="module")
def photograph() -> bytes:
    """Return a page with a large picture and a text."""
    noise = np.random.default_rng(7).integers(0, 60, (900, 1200, 3), dtype=np.uint8)
    slope = np.linspace(0, 180, 1200, dtype=np.uint8)[None, :, None]
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(288, 300), pageCompression=0)
    canvas.drawImage(ImageReader(Image.fromarray(noise + slope)), 0, 0, 288, 216)
    canvas.drawString(20, 250, "A photograph")
    canvas.save()
    return buffer.getvalue()


def compressed(file: Any, **options: Any) -> Any:
    return compress_document(CompressForm(file=file, **options), PdfSettings())


def test_images_get_smaller_and_text_stays(spooled: Any, photograph: bytes) -> None:
    result = compressed(spooled(photograph))
    assert result.report.images == 1
    assert result.report.bytes < len(photograph) / 8
    assert texts_of(content_of(result)) == ["A photograph"]
    assert sizes_of(content_of(result)) == [(288, 300)]


def test_lossless_keeps_pixels(spooled: Any, photograph: bytes) -> None:
    result = compressed(spooled(photograph), level="lossless")
    assert result.report.images == 0
    assert result.report.bytes <= len(photograph)


def test_it_fits_or_says_so(spooled: Any, photograph: bytes) -> None:
    small = compressed(spooled(photograph), max_bytes=60_000)
    assert small.report.fits
    assert len(content_of(small)) <= 60_000
    assert not compressed(spooled(photograph), max_bytes=1_000).report.fits


def test_fonts_are_subset_unless_they_shall_stay(spooled: Any) -> None:
    archived = content_of(convert_to_pdfa(ToPdfaForm(file=spooled(typed("Helvetica"))), PdfSettings()))
    result = compressed(spooled(archived))
    assert result.report.fonts == 1
    assert texts_of(content_of(result)) == texts_of(archived)
    whole = compressed(spooled(archived), subset_fonts=False)
    assert whole.report.fonts == 0
    assert result.report.bytes < whole.report.bytes - 5_000


def test_it_never_grows(upload: Any) -> None:
    result = compressed(upload("crazyones.pdf"))
    assert result.report.bytes <= result.report.bytes_before


def test_through_http(client: httpx.Client) -> None:
    assert client.post("/compress", files={"file": numbered_pages(3)}).status_code == 200
