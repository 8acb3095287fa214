from typing import Any

import httpx
from pdf_samples import lines_of_text, numbered_pages

from flowforge_pdf.operations.compare import CompareForm, compare_documents
from flowforge_pdf.settings import PdfSettings


def compared(one: Any, other: Any, **options: Any) -> Any:
    return compare_documents(CompareForm(file=one, other=other, **options), PdfSettings())


def test_the_same(sample: Any) -> None:
    found = compared(sample(2), sample(2))
    assert found.same
    assert [page.different_pixels for page in found.pages] == [0, 0]


def test_words_that_differ(spooled: Any) -> None:
    one, other = (
        spooled(lines_of_text([text])) for text in ("Pay 100 euro now", "Pay 900 euro today please")
    )
    (page,) = compared(one, other).pages
    assert [(each.kind, each.before, each.after) for each in page.changes] == [
        ("replaced", "100", "900"), ("replaced", "now", "today please")
    ]  # fmt: skip
    assert page.different_pixels > 0


def test_pages_that_only_one_has(sample: Any) -> None:
    found = compared(sample(1), sample(2), visual=False)
    assert (found.same, found.pages_before, found.pages_after) == (False, 1, 2)
    assert found.pages[1].changes[0].kind == "added"


def test_through_http(client: httpx.Client) -> None:
    files = {"file": numbered_pages(1), "other": numbered_pages(1, word="Sheet")}
    assert client.post("/compare", files=files).json()["same"] is False
