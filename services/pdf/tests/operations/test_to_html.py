from typing import Any

import httpx
from lxml import html
from pdf_samples import content_of, lines_of_text, numbered_pages, table_document

from flowforge_pdf.operations.to_html import ToHtmlForm, convert_to_html
from flowforge_pdf.settings import PdfSettings


def converted(file: Any, **options: Any) -> Any:
    return html.fromstring(
        content_of(convert_to_html(ToHtmlForm(file=file, **options), PdfSettings())).decode()
    )


def test_headings_and_tables(spooled: Any) -> None:
    found = converted(spooled(table_document(4)))
    assert found.xpath("//h1/text()") == ["Price list"]
    assert found.xpath("//th/text()") == ["Nr", "Article", "Price"]
    assert len(found.xpath("//tbody/tr")) == 4


def test_text_is_escaped(spooled: Any) -> None:
    found = converted(spooled(lines_of_text(["<script>alert(1)</script> & more"])))
    assert found.xpath("//script") == []
    assert "& more" in found.text_content()


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/to-html", files={"file": ("a.pdf", numbered_pages(2))})
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.text.count("<section") == 2
