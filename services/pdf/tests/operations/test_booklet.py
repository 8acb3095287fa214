from typing import Any

import httpx
import pypdfium2
import pytest
from pdf_samples import content_of, numbered_pages, sizes_of, texts_of

from flowforge_pdf.operations.booklet import BookletForm, make_booklet
from flowforge_pdf.settings import PdfSettings


def booklet(file: Any, **options: Any) -> Any:
    return make_booklet(BookletForm(file=file, **options), PdfSettings())


@pytest.mark.parametrize(
    ("pages", "options", "sides"),
    [
        (4, {}, ["4 1", "2 3"]),
        (8, {}, ["8 1", "2 7", "6 3", "4 5"]),
        (6, {}, ["1", "2", "6 3", "4 5"]),
        (4, {"binding": "right"}, ["1 4", "3 2"]),
        (8, {"sheets_per_section": 1}, ["4 1", "2 3", "8 5", "6 7"]),
    ],
)
def test_pages_stand_where_folding_puts_them(sample: Any, pages: int, options: Any, sides: list[str]) -> None:
    content = content_of(booklet(sample(pages, word=""), **options))
    assert [numbers_by_place(content, side) for side in range(len(sides))] == sides
    assert sizes_of(content)[0] == (400, 300)


def numbers_by_place(content: bytes, side: int) -> str:
    """Return the page numbers on a side, from left to right."""
    document = pypdfium2.PdfDocument(content)
    try:
        text = document[side].get_textpage()
        found = [(text.get_charbox(at)[0], text.get_text_range(at, 1)) for at in range(text.count_chars())]
        return " ".join(character for _, character in sorted(found) if character.isdigit())
    finally:
        document.close()


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/booklet", files={"file": numbered_pages(3)}, data={"paper": "a4"})
    assert sizes_of(answer.content) == [(841.9, 595.3)] * 2
    assert "Page 1" in texts_of(answer.content)[0]
