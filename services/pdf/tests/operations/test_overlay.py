import io
from typing import Any

import httpx
import pikepdf
import pytest
from pdf_samples import content_of, numbered_pages, picture_of, texts_of
from reportlab.pdfgen.canvas import Canvas

from flowforge_pdf.operations.overlay import OverlayForm, overlay_pages
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import NotPdf


def overlaid(file: Any, **options: Any) -> Any:
    return overlay_pages(OverlayForm(file=file, **options), PdfSettings())


def test_pages_repeat_as_asked(sample: Any, spooled: Any) -> None:
    other = spooled(numbered_pages(2, word="Mark"))
    texts = {
        "none": ["Page 1 Mark 1", "Page 2 Mark 2", "Page 3"],
        "last": ["Page 1 Mark 1", "Page 2 Mark 2", "Page 3 Mark 2"],
        "all": ["Page 1 Mark 1", "Page 2 Mark 2", "Page 3 Mark 1"],
    }
    for repeat, expected in texts.items():
        content = content_of(overlaid(sample(3), overlay=other, repeat=repeat))
        assert [sorted(each.split()) for each in texts_of(content)] == [
            sorted(each.split()) for each in expected
        ]


def test_under_and_over(spooled: Any) -> None:
    red, blue = filled("red"), filled("blue")
    assert picture_of(content_of(overlaid(spooled(red), overlay=spooled(blue)))).getpixel((50, 50)) == (
        0,
        0,
        255,
    )
    under = overlaid(spooled(red), overlay=spooled(blue), under=True)
    assert picture_of(content_of(under)).getpixel((50, 50)) == (255, 0, 0)
    half = picture_of(content_of(overlaid(spooled(red), overlay=spooled(blue), opacity=0.5))).getpixel(
        (50, 50)
    )
    assert all(abs(value - 127) < 4 for value in (half[0], half[2]))


def test_pages_share_no_resources_afterwards(sample: Any, spooled: Any) -> None:
    content = content_of(overlaid(sample(3), overlay=spooled(filled("blue")), pages="2"))
    assert [picture_of(content, page).getpixel((100, 150)) for page in range(3)] == [
        (255, 255, 255), (0, 0, 255), (255, 255, 255)
    ]  # fmt: skip


def test_the_mark_stands_upright_on_rotated_pages(spooled: Any) -> None:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(numbered_pages(1, word="Base"))) as pdf:
        pdf.pages[0].obj.Rotate = 90
        pdf.save(buffer)
    content = content_of(
        overlaid(spooled(buffer.getvalue()), overlay=spooled(filled("blue", (300, 200), 0.5)))
    )
    picture = picture_of(content)
    assert picture.size == (300, 200)
    assert picture.getpixel((10, 190)) == (0, 0, 255)  # the lower left quarter is filled
    assert picture.getpixel((290, 190)) == (255, 255, 255)


def filled(color: str, size: tuple[float, float] = (100, 100), share: float = 1) -> bytes:
    """Return a page with a rectangle at its lower left corner."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    canvas.setFillColor(color)
    canvas.rect(0, 0, size[0] * share, size[1] * share, stroke=0, fill=1)
    canvas.save()
    return buffer.getvalue()


def test_faults(sample: Any, spooled: Any) -> None:
    with pytest.raises(NotPdf, match="'source'"):
        overlaid(sample(1), overlay=spooled(b"text"))


def test_through_http(client: httpx.Client) -> None:
    files = {"file": numbered_pages(1), "overlay": numbered_pages(1, word="Mark")}
    answer = client.post("/overlay", files=files, data={"under": "true"})
    assert "Mark 1" in texts_of(answer.content)[0]
