from typing import Any

import httpx
import pytest
from pdf_samples import content_of, numbered_pages, texts_of

from flowforge_pdf.operations.page_numbers import PageNumbersForm, number_pages
from flowforge_pdf.settings import PdfSettings


@pytest.mark.parametrize(
    ("options", "last"),
    [
        ({"text": "{page} of {pages}"}, "3 of 3"),
        ({"start": 8}, "10"),
        ({"style": "roman", "start": 7}, "ix"),
        ({"style": "letters", "start": 25}, "aa"),
    ],
)
def test_numbers(sample: Any, options: Any, last: str) -> None:
    texts = texts_of(
        content_of(number_pages(PageNumbersForm(file=sample(3, word="x"), **options), PdfSettings()))
    )
    assert texts[2] == f"x 3 {last}"


def test_only_chosen_pages_count(sample: Any) -> None:
    form = PageNumbersForm(file=sample(3, word="x"), pages="2-")
    texts = texts_of(content_of(number_pages(form, PdfSettings())))
    assert texts == ["x 1", "x 2 1", "x 3 2"]


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/page-numbers", files={"file": numbered_pages(2)}, data={"text": "- {page} -"})
    assert "- 2 -" in texts_of(answer.content)[1]
