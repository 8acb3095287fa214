import io
from typing import Any

import httpx
import numpy as np
import pytest
import zxingcpp
from PIL import Image

from flowforge_ocr.core.requests.examples import CODE
from flowforge_ocr.core.requests.reading_form import PagesForm
from flowforge_ocr.operations.barcodes import read_barcodes
from flowforge_ocr.settings import OcrSettings
from flowforge_pictures import UnknownPictureFormat


def page(*codes: tuple[str, str]) -> Image.Image:
    """Return a page with codes below each other, made by the writer of another library's format."""
    picture = Image.new("L", (700, 300 * len(codes)), 255)
    for at, (content, kind) in enumerate(codes):
        made = zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, kind))
        drawn = Image.fromarray(np.array(made.to_image(scale=4)))
        picture.paste(drawn.resize((drawn.width, min(260, max(drawn.height, 80)))), (60, 300 * at + 20))
    return picture


def encoded(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.fixture
def read(context: Any) -> Any:
    return lambda file, **options: read_barcodes(PagesForm(file=file, **options), OcrSettings(), context)


def test_codes_are_read_with_their_places(read: Any, spooled: Any) -> None:
    content = encoded(page(("https://example.org/t/42", "QRCode"), ("4006381333931", "EAN13")))
    codes = read(spooled(content)).codes
    assert [code.text for code in codes] == ["https://example.org/t/42", "4006381333931"]
    assert codes[0].box.y < 300 < codes[1].box.y
    assert "QR" in codes[0].format


def test_every_page_is_searched(read: Any, spooled: Any) -> None:
    pages = [page((f"page {number}", "QRCode")) for number in (1, 2, 3)]
    content = encoded(pages[0], "PDF", save_all=True, append_images=pages[1:])
    assert [(code.page, code.text) for code in read(spooled(content)).codes] == [
        (1, "page 1"),
        (2, "page 2"),
        (3, "page 3"),
    ]
    assert [code.page for code in read(spooled(content), pages="2").codes] == [2]


def test_a_page_without_codes(read: Any, upload: Any) -> None:
    assert read(upload("french.png")).codes == []


def test_what_is_no_picture_is_refused(read: Any, spooled: Any) -> None:
    with pytest.raises(UnknownPictureFormat):
        read(spooled(b"hello"))


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/barcodes", json={"file": CODE})
    assert answer.status_code == 200
    assert [code["text"] for code in answer.json()["codes"]] == ["https://example.org"]
