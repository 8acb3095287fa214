import io
import zipfile
from typing import Any

import httpx
import pikepdf
import pytest
import segno
from pdf_samples import content_of, contents_of, numbered_pages, texts_of
from pydantic import ValidationError
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from flowforge_pdf.operations.split import NothingToSplitAt, SplitForm, split_document
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import PageOutOfRange


def split(file: Any, **options: Any) -> Any:
    return split_document(SplitForm(file=file, **options), PdfSettings())


def page_texts(outputs: Any) -> list[list[str]]:
    return [texts_of(content) for content in contents_of(outputs)]


def with_dividers() -> bytes:
    """Return pages A, blank, B, one with a QR code, C."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(200, 300))
    code = io.BytesIO()
    segno.make("NEXT").save(code, kind="png", scale=8)
    code.seek(0)
    for text in ("A", "", "B", "QR", "C"):
        if text == "QR":
            canvas.drawImage(ImageReader(code), 20, 60, 150, 150)
        elif text:
            canvas.drawString(50, 200, f"Letter {text}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_every_n_pages(sample: Any) -> None:
    result = split(sample(5), every=2)
    assert page_texts(result) == [["Page 1", "Page 2"], ["Page 3", "Page 4"], ["Page 5"]]
    assert [part.pages for part in result.report.parts] == ["1-2", "3-4", "5"]
    assert [file.name for file in result.files] == ["document-1.pdf", "document-2.pdf", "document-3.pdf"]


def test_ranges_may_overlap_and_go_backwards(sample: Any) -> None:
    result = split(sample(4), by="ranges", ranges=["1-2", "4-3", "odd"])
    assert page_texts(result) == [["Page 1", "Page 2"], ["Page 4", "Page 3"], ["Page 1", "Page 3"]]


def test_bookmarks_name_the_parts(upload: Any) -> None:
    result = split(upload("toc.pdf"), by="bookmarks")
    assert result.report.count == len(result.files) > 1
    assert result.report.parts[0].title
    assert result.report.parts[0].title.split()[0] in result.files[0].name


def test_blank_pages_divide_and_are_dropped(spooled: Any) -> None:
    result = split(spooled(with_dividers()), by="blank")
    assert [part.pages for part in result.report.parts] == ["1", "3-5"]
    kept = split(spooled(with_dividers()), by="blank", keep_dividers=True)
    assert [part.pages for part in kept.report.parts] == ["1", "2-5"]


def test_text_divides_and_is_kept(spooled: Any) -> None:
    result = split(spooled(with_dividers()), by="text", text="letter b")
    assert [part.pages for part in result.report.parts] == ["1-2", "3-5"]


def test_a_code_divides(spooled: Any) -> None:
    for text in (None, "NEXT"):
        result = split(spooled(with_dividers()), by="code", text=text)
        assert [part.pages for part in result.report.parts] == ["1-3", "5"]
    with pytest.raises(NothingToSplitAt):
        split(spooled(with_dividers()), by="code", text="OTHER")


def test_by_size_parts_are_within_it_and_whole(sample: Any) -> None:
    result = split(sample(40), by="size", max_bytes=4_000)
    sizes = [len(content) for content in contents_of(result)]
    assert all(size <= 4_000 for size in sizes)
    assert [text for part in page_texts(result) for text in part] == [
        f"Page {number}" for number in range(1, 41)
    ]
    assert len(sizes) < 20


def test_nothing_of_other_pages_is_left(upload: Any) -> None:
    first = content_of(split(upload("toc.pdf"), by="ranges", ranges=["1"]).files[0])
    with pikepdf.open(io.BytesIO(first)) as pdf:
        pages = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Page"
        ]
        assert len(pages) == 1


def test_faults(sample: Any) -> None:
    with pytest.raises(NothingToSplitAt, match="no bookmarks"):
        split(sample(2), by="bookmarks")
    with pytest.raises(NothingToSplitAt, match="no blank page"):
        split(sample(2), by="blank")
    with pytest.raises(PageOutOfRange):
        split(sample(2), by="ranges", ranges=["3"])
    with pytest.raises(ValidationError, match="needs 'ranges'"):
        split(sample(2), by="ranges")


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/split", files={"file": ("a.pdf", numbered_pages(3))}, data={"every": "2"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["a-1.pdf", "a-2.pdf"]
        assert texts_of(archive.read("a-2.pdf")) == ["Page 3"]
