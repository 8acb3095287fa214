from typing import Any

import httpx
import pytest
from pdf_samples import numbered_pages, scanned_page, table_document

from flowforge_pdf.operations.to_markdown import ToMarkdownForm, convert_to_markdown
from flowforge_pdf.settings import PdfSettings


def markdown(file: Any, **options: Any) -> Any:
    return convert_to_markdown(ToMarkdownForm(file=file, **options), PdfSettings())


@pytest.mark.parametrize("ruled", [True, False])
def test_headings_paragraphs_and_tables(spooled: Any, ruled: Any) -> None:
    text = markdown(spooled(table_document(5, ruled=ruled))).markdown
    lines = text.splitlines()
    assert lines[0] == "# Price list"
    assert "A second paragraph follows here." in lines
    assert "| Nr | Article | Price |" in lines
    assert "| 3 | Article 3 | 4.50 |" in lines
    assert any(line.startswith("The quick") and line.endswith("dog.") for line in lines)


def test_a_real_document(upload: Any) -> None:
    assert "crazy ones" in markdown(upload("crazyones.pdf")).markdown


def test_a_scan_says_so(spooled: Any) -> None:
    assert "scanned" in markdown(spooled(scanned_page())).warnings[0]


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/to-markdown", files={"file": numbered_pages(2)}, data={"pages": "2"}).json()
    assert answer["pages"][0]["page"] == 2
    assert "Page 2" in answer["markdown"]
