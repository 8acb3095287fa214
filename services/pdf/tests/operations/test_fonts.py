from typing import Any

import httpx
from pdf_samples import numbered_pages

from flowforge_pdf.operations.fonts import FontsForm, list_fonts
from flowforge_pdf.settings import PdfSettings


def test_embedded_subsets(upload: Any) -> None:
    found = list_fonts(FontsForm(file=upload("crazyones.pdf")), PdfSettings())
    assert found.all_embedded
    assert all(font.subset and font.pages == [1] for font in found.fonts)


def test_a_standard_font_is_not_embedded(sample: Any) -> None:
    found = list_fonts(FontsForm(file=sample(3)), PdfSettings())
    assert not found.all_embedded
    (font,) = found.fonts
    assert (font.name, font.type, font.pages) == ("Helvetica", "Type1", [1, 2, 3])


def test_through_http(client: httpx.Client) -> None:
    assert client.post("/fonts", files={"file": numbered_pages(1)}).json()["fonts"][0]["name"] == "Helvetica"
