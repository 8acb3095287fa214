from typing import Any

import httpx
import pytest
from pdf_samples import content_of, numbered_pages, picture_file, picture_of, texts_of
from pydantic import ValidationError

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf.operations.watermark import WatermarkForm, watermark_pages
from flowforge_pdf.settings import PdfSettings


def marked(file: Any, **options: Any) -> bytes:
    return content_of(watermark_pages(WatermarkForm(file=file, **options), PdfSettings()))


def ink(content: bytes, page: int = 0) -> int:
    return sum(picture_of(content, page).convert("L").histogram()[:250])


def test_text_is_drawn_over_chosen_pages(sample: Any) -> None:
    content = marked(sample(3), text="DRAFT", pages="2")
    assert "DRAFT" in "".join(texts_of(content)[1].split())
    assert "DRAFT" not in "".join(texts_of(content)[0].split())
    assert ink(content, 1) > 2 * ink(content, 0)


def test_any_script(sample: Any) -> None:
    assert ink(marked(sample(1), text="草稿 مسودة", angle=0, opacity=1)) > 1_500
    with pytest.raises(FontLacksCharacters):
        marked(sample(1), text="\U00013000")


def test_tiles_cover_more(sample: Any) -> None:
    one, many = (
        marked(sample(1), text="X", size=20, tile=tile, gap="10pt", opacity=1) for tile in (False, True)
    )
    assert ink(many) > 5 * ink(one)


def test_a_picture(sample: Any, spooled: Any) -> None:

    content = marked(sample(1), image=spooled(picture_file("PNG")), angle=0, opacity=1, width="100pt")
    assert picture_of(content).getpixel((100, 150)) == (255, 128, 0)


def test_text_or_image(sample: Any) -> None:
    with pytest.raises(ValidationError, match="'text' or 'image'"):
        marked(sample(1))


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/watermark", files={"file": numbered_pages(1)}, data={"text": "Copy", "angle": "0"})
    assert "Copy" in texts_of(answer.content)[0]
