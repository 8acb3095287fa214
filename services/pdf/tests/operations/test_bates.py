from typing import Any

import httpx
from pdf_samples import content_of, numbered_pages, texts_of

from flowforge_pdf.operations.bates import BatesForm, number_for_court
from flowforge_pdf.settings import PdfSettings


def test_numbers_count_on(sample: Any) -> None:
    form = BatesForm(file=sample(2), prefix="ACME-", digits=5, start=99, suffix="-C")
    texts = texts_of(content_of(number_for_court(form, PdfSettings())))
    assert [text.split()[-1] for text in texts] == ["ACME-00099-C", "ACME-00100-C"]


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/bates", files={"file": numbered_pages(1)}, data={"prefix": "X"})
    assert texts_of(answer.content)[0].endswith("X000001")
