import io
from typing import Any

import httpx
import pikepdf
import pytest
from pdf_samples import content_of, encrypted, linked_pages, numbered_pages, texts_of

from flowforge_pdf.operations.reorder import ReorderForm, reorder_pages
from flowforge_pdf.settings import PdfSettings


def reordered(file: Any, **options: Any) -> Any:
    return reorder_pages(ReorderForm(file=file, **options), PdfSettings())


@pytest.mark.parametrize(
    ("order", "numbers"), [("-1-1", [4, 3, 2, 1]), ("3", [3, 1, 2, 4]), ("even,odd", [2, 4, 1, 3])]
)
def test_named_pages_come_first(sample: Any, order: str, numbers: list[int]) -> None:
    assert texts_of(content_of(reordered(sample(4), order=order))) == [f"Page {each}" for each in numbers]


def test_links_follow_their_pages(spooled: Any) -> None:
    content = content_of(reordered(spooled(linked_pages()), order="3,1,2"))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        first = pdf.pages[1].obj.Annots[0]
        assert first.Dest[0].objgen == pdf.pages[2].obj.objgen


def test_an_encrypted_document_stays_encrypted(spooled: Any) -> None:
    result = reordered(spooled(encrypted(numbered_pages(2))), order="2", password="secret")
    assert texts_of(content_of(result), "secret") == ["Page 2", "Page 1"]
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(content_of(result)))


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/reorder", files={"file": numbered_pages(2)}, data={"order": "2"})
    assert texts_of(answer.content) == ["Page 2", "Page 1"]
