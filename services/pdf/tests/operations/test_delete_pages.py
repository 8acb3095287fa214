from typing import Any

import httpx
import pytest
from pdf_samples import content_of, linked_pages, numbered_pages, texts_of

from flowforge_pdf.core.faults import NoPageLeft
from flowforge_pdf.operations.delete_pages import DeletePagesForm, delete_pages
from flowforge_pdf.settings import PdfSettings


def without(file: Any, **options: Any) -> Any:
    return delete_pages(DeletePagesForm(file=file, **options), PdfSettings())


def test_the_others_stay(sample: Any) -> None:
    assert texts_of(content_of(without(sample(5), pages="even"))) == ["Page 1", "Page 3", "Page 5"]


def test_one_page_has_to_stay(sample: Any) -> None:
    with pytest.raises(NoPageLeft, match="all 3 pages"):
        without(sample(3), pages="all")


def test_nothing_of_a_deleted_page_is_left(spooled: Any) -> None:
    content = content_of(without(spooled(linked_pages()), pages="1"))
    assert texts_of(content) == ["Text 2", "Text 3"]
    assert b"Chapter 1" not in content


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/delete-pages", files={"file": numbered_pages(3)}, data={"pages": "-1"})
    assert texts_of(answer.content) == ["Page 1", "Page 2"]
