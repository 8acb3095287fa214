from typing import Any

import httpx
from pdf_samples import content_of, numbered_pages, picture_of, texts_of

from flowforge_pdf.operations.stamp import StampForm, stamp_pages
from flowforge_pdf.settings import PdfSettings


def test_it_stands_in_its_corner(sample: Any) -> None:
    form = StampForm(file=sample(1), text="PAID", position="bottom-left", margin="10pt", color="#ff0000")
    picture = picture_of(content_of(stamp_pages(form, PdfSettings())))
    assert picture.crop((5, 260, 90, 295)).getcolors() != [(85 * 35, (255, 255, 255))]
    assert picture.crop((100, 260, 195, 295)).getcolors() == [(95 * 35, (255, 255, 255))]


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/stamp", files={"file": numbered_pages(1)}, data={"text": "PAID"})
    assert "PAID" in texts_of(answer.content)[0]
