from typing import Any

import httpx
from pdf_samples import content_of, texts_of
from web_documents import finished

from flowforge_pdf.operations.from_markdown import FromMarkdownForm, make_from_markdown
from flowforge_pdf.settings import PdfSettings

TABLE = "| Item | Price |\n| --- | --- |\n| Ink | 19.90 |"
TEXT = f"# Report\n\nSome *text*.\n\n{TABLE}\n\n<script>alert(1)</script>"


def test_tables_and_html_as_text() -> None:
    content = content_of(finished(make_from_markdown, FromMarkdownForm(markdown=TEXT), PdfSettings()))
    text = texts_of(content)[0]
    assert "Report Some text. Item Price Ink 19.90" in text
    assert "<script>" in text


def test_a_long_table_goes_over_pages(spooled: Any) -> None:
    rows = "\n".join(f"| {at} | row |" for at in range(200))
    file = spooled(f"| Nr | Text |\n| --- | --- |\n{rows}".encode(), "long.md")
    texts = texts_of(content_of(finished(make_from_markdown, FromMarkdownForm(file=file), PdfSettings())))
    assert len(texts) > 3
    assert all("NrText" in "".join(text.split()) for text in texts)


def test_through_http(client: httpx.Client) -> None:
    assert texts_of(client.post("/from-markdown", json={"markdown": "**Hi**"}).content) == ["Hi"]
