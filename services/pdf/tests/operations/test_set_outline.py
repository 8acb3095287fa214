from typing import Any

import httpx
import pytest
from pdf_samples import content_of, linked_pages, numbered_pages

from flowforge_pdf.operations.outline import OutlineForm, list_outline
from flowforge_pdf.operations.set_outline import NewBookmark, SetOutlineForm, set_outline
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import PageOutOfRange


def test_what_is_written_is_read(spooled: Any) -> None:
    entries: list[Any] = [
        {"title": "One", "page": 1},
        {"title": "One a", "level": 2, "page": 2},
        {"title": "Web", "level": 1, "url": "https://example.org/"},
    ]
    form = SetOutlineForm(file=spooled(linked_pages()), entries=entries)
    content = content_of(set_outline(form, PdfSettings()))
    found = list_outline(OutlineForm(file=spooled(content)), PdfSettings()).entries
    assert [(each.title, each.level, each.page, each.url) for each in found] == [
        ("One", 1, 1, None),
        ("One a", 2, 2, None),
        ("Web", 1, None, "https://example.org/"),
    ]


def test_a_page_that_is_not_there(sample: Any) -> None:
    with pytest.raises(PageOutOfRange):
        set_outline(SetOutlineForm(file=sample(1), entries=[NewBookmark(title="x", page=2)]), PdfSettings())


def test_through_http(client: httpx.Client) -> None:
    answer = client.post(
        "/set-outline", files={"file": numbered_pages(1)}, data={"entries": '[{"title": "A", "page": 1}]'}
    )
    assert answer.status_code == 200
