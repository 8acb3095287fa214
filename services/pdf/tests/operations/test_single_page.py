from typing import Any

import httpx
import pytest
from pdf_samples import content_of, numbered_pages, sizes_of, texts_of

from flowforge_pdf.operations.single_page import SinglePageForm, join_on_one_page
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import PageOutOfRange


def joined(file: Any, **options: Any) -> Any:
    return join_on_one_page(SinglePageForm(file=file, **options), PdfSettings())


def test_pages_stand_below_or_beside_each_other(sample: Any) -> None:
    content = content_of(joined(sample(3), gap="10pt"))
    assert sizes_of(content) == [(200, 920)]
    assert texts_of(content) == ["Page 1 Page 2 Page 3"]
    assert sizes_of(content_of(joined(sample(3), direction="right"))) == [(600, 300)]


def test_a_page_that_viewers_cannot_show_is_told(sample: Any) -> None:
    assert "14,400" in joined(sample(60)).report.warnings[0]


def test_a_page_that_is_not_there(sample: Any) -> None:
    with pytest.raises(PageOutOfRange):
        joined(sample(1), pages="2")


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/single-page", files={"file": numbered_pages(2)})
    assert sizes_of(answer.content) == [(200, 600)]
