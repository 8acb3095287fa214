from typing import Any

import httpx
import pytest
from pdf_samples import content_of, numbered_pages, sizes_of, texts_of
from pydantic import ValidationError

from flowforge_pdf.operations.insert import InsertForm, insert_pages
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import NotPdf, PageOutOfRange


def inserted(file: Any, **options: Any) -> Any:
    return insert_pages(InsertForm(file=file, **options), PdfSettings())


def test_pages_go_where_they_are_asked_for(sample: Any, spooled: Any) -> None:
    other = spooled(numbered_pages(2, word="New"))
    assert texts_of(content_of(inserted(sample(2), insert=other))) == ["Page 1", "Page 2", "New 1", "New 2"]
    first = content_of(inserted(sample(2), insert=other, before="1", source_pages="2"))
    assert texts_of(first) == ["New 2", "Page 1", "Page 2"]
    each = content_of(inserted(sample(3), insert=other, after="odd", source_pages="1"))
    assert texts_of(each) == ["Page 1", "New 1", "Page 2", "Page 3", "New 1"]


def test_blank_pages_are_as_large_as_their_neighbor(sample: Any) -> None:
    content = content_of(inserted(sample(2), blank=2, after="1"))
    assert texts_of(content) == ["Page 1", "", "", "Page 2"]
    assert sizes_of(content) == [(200, 300)] * 4
    assert sizes_of(content_of(inserted(sample(1), blank=1, paper="a5")))[1] == (419.5, 595.3)


def test_faults(sample: Any, spooled: Any) -> None:
    with pytest.raises(ValidationError, match="'insert'"):
        inserted(sample(1))
    with pytest.raises(ValidationError, match="not both"):
        inserted(sample(1), blank=1, after="1", before="1")
    with pytest.raises(PageOutOfRange, match="'after' names page 9"):
        inserted(sample(1), blank=1, after="9")
    with pytest.raises(NotPdf, match="'source'"):
        inserted(sample(1), insert=spooled(b"text"))


def test_through_http(client: httpx.Client) -> None:
    files = {"file": numbered_pages(1), "insert": numbered_pages(1, word="New")}
    answer = client.post("/insert", files=files, data={"before": "1"})
    assert texts_of(answer.content) == ["New 1", "Page 1"]
