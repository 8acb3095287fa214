from typing import Any

import httpx
from pdf_samples import linked_pages

from flowforge_pdf.operations.outline import OutlineForm, list_outline
from flowforge_pdf.settings import PdfSettings


def outline(file: Any) -> Any:
    return list_outline(OutlineForm(file=file), PdfSettings())


def test_titles_levels_and_pages(spooled: Any) -> None:
    found = outline(spooled(linked_pages()))
    assert [(each.title, each.level, each.page) for each in found.entries] == [
        ("Chapter 1", 1, 1), ("Chapter 2", 1, 2), ("Chapter 3", 1, 3)
    ]  # fmt: skip


def test_nested_and_circular_ones(upload: Any) -> None:
    assert max(each.level for each in outline(upload("toc.pdf")).entries) > 1
    assert 0 < outline(upload("toc_circular.pdf")).count < 50


def test_none(sample: Any) -> None:
    assert outline(sample(1)).entries == []


def test_through_http(client: httpx.Client) -> None:
    assert client.post("/outline", files={"file": linked_pages()}).json()["count"] == 3
