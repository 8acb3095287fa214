import io
from typing import Any

import httpx
import pikepdf
import pytest
from pdf_samples import content_of, encrypted, numbered_pages, sizes_of, texts_of
from PIL import Image

from flowforge_pdf.core.arranging.picture_images import UndecodablePicture, UnknownPicture
from flowforge_pdf.operations.merge import MergeForm, merge_files
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import NotPdf, PageOutOfRange, PasswordRequired, TooManyPages


def merged(*files: Any, **options: Any) -> Any:
    return merge_files(MergeForm(files=list(files), **options), PdfSettings())


def picture(kind: str, size: tuple[int, int] = (96, 48), **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "#ff8000").save(buffer, kind, **options)
    return buffer.getvalue()


def titles(content: bytes) -> list[Any]:
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
        return [(item.title, [child.title for child in item.children]) for item in outline.root]


def test_order_and_page_ranges(spooled: Any) -> None:
    one, two = spooled(numbered_pages(3)), spooled(numbered_pages(2, word="Sheet"))
    result = merged(two, one, pages=["-1", "3-2"])
    assert texts_of(content_of(result)) == ["Sheet 2", "Page 3", "Page 2"]
    assert (result.report.pages, result.report.warnings) == (3, [])
    assert result.name == "merged.pdf"


def test_interleaving_joins_fronts_and_backs(spooled: Any) -> None:
    fronts, backs = spooled(numbered_pages(3, word="Front")), spooled(numbered_pages(2, word="Back"))
    result = merged(fronts, backs, pages=["all", "-1-1"], interleave=True)
    assert texts_of(content_of(result)) == ["Front 1", "Back 2", "Front 2", "Back 1", "Front 3"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WebP", "GIF", "TIFF", "BMP"])
def test_pictures_become_pages(spooled: Any, kind: str) -> None:
    result = content_of(merged(spooled(numbered_pages(1)), spooled(picture(kind), "a.bin")))
    assert sizes_of(result) == [(200, 300), (72, 36)]


def test_a_picture_on_paper_is_turned_as_it_is(spooled: Any) -> None:
    result = content_of(merged(spooled(picture("PNG"), "a.png"), paper="a4"))
    assert sizes_of(result) == [(841.9, 595.3)]


def test_bookmarks_are_kept_below_the_name_of_their_file(upload: Any) -> None:
    file = upload("toc.pdf")
    plain = titles(content_of(merged(file, file)))
    assert len(plain) > 2
    both = titles(content_of(merged(file, file, bookmarks="both")))
    assert [title for title, _ in both] == ["toc", "toc"]
    assert both[0][1] == both[1][1] == [title for title, _ in plain[: len(plain) // 2]]
    assert titles(content_of(merged(file, bookmarks="none"))) == []
    assert titles(content_of(merged(file, bookmarks="files"))) == [("toc", [])]


def test_form_fields_of_the_same_name_stay_apart(upload: Any) -> None:
    file = upload("form.pdf")
    result = merged(file, file)
    assert "renamed" in result.report.warnings[0]
    with pikepdf.open(io.BytesIO(content_of(result))) as pdf:
        names = [field.fully_qualified_name for field in pdf.acroform.fields]
    assert len(names) == len(set(names)) == 2


def test_links_and_attachments_are_kept(upload: Any) -> None:
    file = upload("attachments.pdf")
    with pikepdf.open(io.BytesIO(content_of(merged(file, file)))) as pdf:
        assert len(pdf.attachments) == 4
        assert all(each.get_file().read_bytes() for each in pdf.attachments.values())


def test_faults_name_the_file(spooled: Any) -> None:
    good = spooled(numbered_pages(2))
    with pytest.raises(NotPdf, match=r"'files\[1\]'"):
        merged(good, spooled(b"hello"))
    with pytest.raises(PasswordRequired, match=r"files\[1\]"):
        merged(good, spooled(encrypted(numbered_pages(1))))
    with pytest.raises(PageOutOfRange, match=r"pages\[0\]"):
        merged(good, pages=["3"])
    with pytest.raises(UndecodablePicture, match=r"files\[1\]"):
        merged(good, spooled(picture("PNG")[:60]))
    with pytest.raises(UnknownPicture):
        merged(good, spooled(b"RIFF\0\0\0\0WAVEfmt "))
    with pytest.raises(TooManyPages):
        merge_files(MergeForm(files=[good, good]), PdfSettings(max_pages=3))


def test_an_encrypted_file_is_opened_and_the_loss_told(spooled: Any) -> None:
    result = merged(
        spooled(encrypted(numbered_pages(1))), spooled(numbered_pages(1)), passwords=["secret", ""]
    )
    assert texts_of(content_of(result)) == ["Page 1", "Page 1"]
    assert "not encrypted" in result.report.warnings[0]


def test_through_http(client: httpx.Client) -> None:
    parts = [("files", ("a.pdf", numbered_pages(2))), ("files", ("b.png", picture("PNG")))]
    answer = client.post("/merge", files=parts, data={"bookmarks": "files"})
    assert answer.headers["content-type"] == "application/pdf"
    assert titles(answer.content) == [("a", []), ("b", [])]
