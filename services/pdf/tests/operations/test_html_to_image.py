import io
from typing import Any

import httpx
import pytest
from pdf_samples import picture_file
from PIL import Image
from pydantic import ValidationError
from web_documents import finished

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf.core.making.typesetting import UndrawableHtml
from flowforge_pdf.operations.html_to_image import HtmlToImageForm, draw_html
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import TooManyPixels

BOX = "<style>body{margin:0}</style><div style='width:100px;height:60px;background:#ff0000'></div>"


def drawn(**options: Any) -> tuple[Image.Image, Any]:
    result = finished(draw_html, HtmlToImageForm(**options), PdfSettings())
    assert isinstance(result.data, bytes)
    return Image.open(io.BytesIO(result.data)), result


def test_the_height_is_that_of_the_content() -> None:
    picture, result = drawn(html=BOX, width=200)
    assert picture.size == (200, 60)
    assert (result.report.width, result.report.height) == picture.size
    assert picture.getpixel((50, 30)) == (255, 0, 0)
    assert picture.getpixel((150, 30)) == (255, 255, 255)


def test_scale_height_and_background() -> None:
    picture, _ = drawn(html=BOX, width=120, height=80, scale=2, background="#0000ff")
    assert picture.size == (240, 160)
    assert picture.getpixel((199, 119)) == (255, 0, 0)
    assert picture.getpixel((205, 125)) == (0, 0, 255)


@pytest.mark.parametrize("target", ["png", "webp"])
def test_transparency(target: Any) -> None:
    picture, result = drawn(html=BOX, width=200, background="transparent", format=target)
    assert result.name == f"image.{target}"
    assert picture.convert("RGBA").getpixel((150, 30))[3] == 0  # type: ignore[index] # four bands
    with pytest.raises(ValidationError, match="jpeg cannot hold"):
        HtmlToImageForm(html=BOX, background="transparent", format="jpeg")


def test_text_in_many_scripts_is_drawn_with_the_shipped_fonts() -> None:
    empty, _ = drawn(html="<p>&nbsp;</p>", width=300)
    for text in ("Hello", "日本語", "नमस्ते", "שלום"):
        picture, _ = drawn(html=f"<p>{text}</p>", width=300)
        assert picture.size == empty.size or picture.height > empty.height
        assert sum(picture.convert("L").histogram()[:128]) > 30, text
    with pytest.raises(FontLacksCharacters):
        drawn(html="<p>\U00013000</p>")


def test_resources_are_found_by_name_and_nothing_else(spooled: Any) -> None:
    logo = spooled(picture_file("PNG"), "logo.png")
    html = "<style>body{margin:0}</style><img src='logo.png'><img src='file:///etc/hostname'>"
    picture, result = drawn(html=html, width=300, resources=[logo])
    assert picture.getpixel((10, 10)) == (255, 128, 0)
    assert [each.rpartition("/")[2] for each in result.report.missing] == ["hostname"]
    assert "not sent" in result.report.warnings[0]


def test_scripts_do_not_run() -> None:
    script = "<script>document.body.style.background='#ff0000'</script><p>x</p>"
    picture, _ = drawn(html=script, width=50)
    assert picture.getpixel((49, 0)) == (255, 255, 255)


def test_limits(spooled: Any) -> None:
    with pytest.raises(TooManyPixels):
        drawn(html="<div style='height:90000px'>x</div>", width=10_000, scale=4)
    with pytest.raises(UndrawableHtml):
        drawn(html="x" * ((8 << 20) + 1))
    with pytest.raises(ValidationError, match="give 'html'"):
        HtmlToImageForm(html="x", file=spooled(b"x", "x.html"))


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/html-to-image", json={"html": BOX, "width": 100, "format": "jpeg"})
    assert answer.headers["content-type"] == "image/jpeg"
    assert Image.open(io.BytesIO(answer.content)).size == (100, 60)
