from typing import Any

import httpx
import pytest
from pdf_samples import lines_of_text, numbered_pages, scanned_page, table_document

from flowforge_pdf.operations.rotate import RotateForm, rotate_pages
from flowforge_pdf.operations.text import TextForm, extract_text
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import PageOutOfRange


def read(file: Any, **options: Any) -> Any:
    return extract_text(TextForm(file=file, **options), PdfSettings())


def test_plain_text_of_a_known_document(upload: Any) -> None:
    found = read(upload("crazyones.pdf"))
    assert "The round pegs in the square holes" in found.text.replace("\n", " ")
    assert found.characters > 500
    assert found.warnings == []


def test_pages_are_separated_by_form_feeds(sample: Any) -> None:
    assert read(sample(3), pages="1,3").text.replace("\n", "") == "Page 1\fPage 3"


def test_layout_keeps_columns_apart(spooled: Any) -> None:
    lines = read(spooled(table_document(5, ruled=False)), layout="layout").text.splitlines()
    rows = [line for line in lines if "Article " in line]
    assert len({row.index("Article") for row in rows}) == 1


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_boxes_are_those_of_the_shown_page(spooled: Any, degrees: int) -> None:
    content = lines_of_text(["Hello World"], size=(300, 200))
    turned = rotate_pages(RotateForm(file=spooled(content), degrees=degrees), PdfSettings())
    page = read(spooled(turned.data), layout="words").pages[0]
    assert [box.text for box in page.boxes] == ["Hello", "World"]
    assert (page.width, page.height) == ((300, 200) if degrees % 180 == 0 else (200, 300))
    box = page.boxes[0].box
    expected = {0: (20, 20), 90: (172, 20), 180: (250, 172), 270: (20, 250)}[degrees]
    assert (box.x, box.y) == (pytest.approx(expected[0], abs=8), pytest.approx(expected[1], abs=8))


def test_lines_join_words(upload: Any) -> None:
    lines = [box.text for box in read(upload("crazyones.pdf"), layout="lines").pages[0].boxes]
    assert any(len(line.split()) > 5 for line in lines)


def test_a_scan_says_so(spooled: Any) -> None:
    found = read(spooled(scanned_page()))
    assert found.characters == 0
    assert "scanned" in found.warnings[0]


def test_other_scripts(upload: Any) -> None:
    assert any(ord(each) > 0x400 for each in read(upload("multilang.pdf")).text)


def test_a_page_that_is_not_there(sample: Any) -> None:
    with pytest.raises(PageOutOfRange):
        read(sample(1), pages="2")


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/text", files={"file": numbered_pages(2)}).json()
    assert [page["text"].strip() for page in answer["pages"]] == ["Page 1", "Page 2"]
