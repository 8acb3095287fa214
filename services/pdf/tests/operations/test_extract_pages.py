import io
from typing import Any

import httpx
import pikepdf
import pytest
from pdf_samples import content_of, encrypted, linked_pages, numbered_pages, texts_of

from flowforge_pdf.operations.extract_pages import ExtractPagesForm, extract_pages
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import PageOutOfRange


def extracted(file: Any, **options: Any) -> Any:
    return extract_pages(ExtractPagesForm(file=file, **options), PdfSettings())


def test_pages_in_the_order_asked_for(sample: Any) -> None:
    assert texts_of(content_of(extracted(sample(5), pages="5,1-2,1"))) == [
        "Page 5",
        "Page 1",
        "Page 2",
        "Page 1",
    ]


def test_bookmarks_links_and_metadata_stay_with_their_pages(spooled: Any) -> None:
    content = content_of(extracted(spooled(linked_pages()), pages="2-3"))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Chapter 2", "Chapter 3"]
        links = [list(page.obj.get("/Annots", [])) for page in pdf.pages]
        assert [len(each) for each in links] == [1, 0]  # 2 leads to 3; 3 led to 1, which is gone
        assert links[0][0].Dest[0].objgen == pdf.pages[1].obj.objgen
        assert str(pdf.docinfo["/Title"]) == "Three chapters"
    assert b"Chapter 1" not in content


def test_a_page_that_is_not_there(sample: Any) -> None:
    with pytest.raises(PageOutOfRange, match="'pages' names page 4, but the document has 3"):
        extracted(sample(3), pages="4")


def test_encrypted_documents_stay_or_the_loss_is_told(spooled: Any) -> None:
    result = extracted(spooled(encrypted(numbered_pages(3))), pages="2", password="secret")
    assert "not encrypted" in result.report.warnings[0]


def test_through_http(client: httpx.Client) -> None:
    answer = client.post(
        "/extract-pages", files={"file": ("a.pdf", numbered_pages(3))}, data={"pages": "last"}
    )
    assert texts_of(answer.content) == ["Page 3"]
    assert '"pages":1' in answer.headers["x-report"].replace(" ", "")
    refused = client.post("/extract-pages", files={"file": numbered_pages(3)}, data={"pages": "two"})
    assert refused.status_code == 422
    assert "'two'" in refused.json()["error"]["message"]
