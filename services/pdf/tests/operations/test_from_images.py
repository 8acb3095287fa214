from typing import Any

import httpx
import pytest
from pdf_samples import content_of, picture_file, picture_of, sizes_of

from flowforge_pdf.core.arranging.picture_images import UnknownPicture
from flowforge_pdf.operations.from_images import FromImagesForm, make_from_images
from flowforge_pdf.settings import PdfSettings


def test_each_picture_is_a_page(spooled: Any) -> None:
    images = [spooled(picture_file("PNG"), "a.png"), spooled(picture_file("JPEG", (50, 100)), "b.jpg")]
    content = content_of(make_from_images(FromImagesForm(images=images), PdfSettings()))
    assert sizes_of(content) == [(72, 36), (37.5, 75)]
    assert picture_of(content).getpixel((30, 15)) == (255, 128, 0)


@pytest.mark.parametrize(("fit", "corner"), [("fill", (255, 128, 0)), ("original", (255, 255, 255))])
def test_paper_and_fit(spooled: Any, fit: str, corner: Any) -> None:
    form = FromImagesForm(images=[spooled(picture_file("PNG"), "a.png")], paper="a6 landscape", fit=fit)
    content = content_of(make_from_images(form, PdfSettings()))
    assert sizes_of(content) == [(419.5, 297.6)]
    assert picture_of(content).getpixel((5, 5)) == corner


def test_what_is_no_picture(spooled: Any) -> None:
    with pytest.raises(UnknownPicture, match=r"images\[0\]"):
        make_from_images(FromImagesForm(images=[spooled(b"text", "a.png")]), PdfSettings())


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/from-images", files=[("images", ("a.webp", picture_file("WEBP")))])
    assert sizes_of(answer.content) == [(72, 36)]
