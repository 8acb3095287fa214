import httpx
from pdf_samples import content_of, texts_of

from flowforge_pdf.operations.from_text import FromTextForm, make_from_text
from flowforge_pdf.settings import PdfSettings


def test_lines_stay_lines() -> None:
    form = FromTextForm(text="first\n\n  <b>second</b>\n" + "long " * 100)
    text = texts_of(content_of(make_from_text(form, PdfSettings())))[0]
    assert text.startswith("first <b>second</b> long")
    assert text.count("long") == 100


def test_through_http(client: httpx.Client) -> None:
    assert texts_of(client.post("/from-text", json={"text": "Hello"}).content) == ["Hello"]
