import io
from pathlib import Path
from typing import Any

import httpx
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from flowforge_ocr.operations.searchable_pdf import NotArchivable, SearchablePdfForm, make_searchable
from flowforge_ocr.settings import OcrSettings
from flowforge_pdfs.characters import characters_of, frame_of
from flowforge_pdfs.words import words_of
from flowforge_pictures import UnknownPictureFormat

FILES = Path(__file__).parents[1] / "files"


@pytest.fixture
def make(context: Any) -> Any:
    return lambda file, **options: make_searchable(
        SearchablePdfForm(file=file, **options), OcrSettings(), context
    )


def scanned(name: str, rotation: int = 0) -> bytes:
    """Return a PDF of one page that shows a picture and has no text."""
    picture = Image.open(FILES / name).convert("RGB")
    buffer = io.BytesIO()
    picture.save(buffer, "PDF", resolution=100)
    pdf = pikepdf.open(buffer)
    pdf.pages[0].obj.Rotate = rotation
    made = io.BytesIO()
    pdf.save(made)
    return made.getvalue()


def words(content: bytes) -> list[Any]:
    document = pypdfium2.PdfDocument(content)
    try:
        page = document[0]
        found = list(words_of(characters_of(page, frame_of(page))))
        page.close()
        return found
    finally:
        document.close()


def test_a_picture_becomes_a_page_whose_text_can_be_searched(
    make: Any, upload: Any, truth: dict[str, str]
) -> None:
    made = make(upload("small_print.png"))
    assert [word.text for word in words(made.data)] == truth["small_print.png"].split()
    assert made.report.recognized == 1
    assert made.name == "small_print-searchable.pdf"


def test_words_lie_over_their_pixels(make: Any, upload: Any) -> None:
    """Every word's box holds ink, and the page outside of all boxes holds nearly none."""
    made = make(upload("small_print.png"))
    document = pypdfium2.PdfDocument(made.data)
    page = document[0]
    drawn = page.render(scale=150 / 72).to_pil().convert("L").point(lambda value: 255 if value < 128 else 0)
    page.close()
    document.close()
    outside = drawn.copy()
    for word in words(made.data):
        box = [round(side * 150 / 72) for side in (word.left, word.top, word.right, word.bottom)]
        assert drawn.crop((box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1)).getbbox()
        outside.paste(0, (box[0] - 2, box[1] - 2, box[2] + 2, box[3] + 2))
    assert sum(outside.histogram()[128:]) < 0.02 * sum(drawn.histogram()[128:])


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_rotated_pages_of_a_scan_are_shown_upright(
    make: Any, spooled: Any, truth: dict[str, str], rotation: int
) -> None:
    made = make(spooled(scanned("turned_180.png", rotation)))
    found = words(made.data)
    assert [word.text for word in found] == truth["turned_180.png"].split()
    first = found[0]
    assert first.right - first.left > first.bottom - first.top
    assert first.top < found[-1].top
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        assert len(pdf.pages[0].get_images()) == 1


def test_pages_with_text_stay_as_they_are(make: Any, spooled: Any) -> None:
    content = (Path(__file__).parents[3] / "pdf/tests/files/crazyones.pdf").read_bytes()
    made = make(spooled(content))
    assert (made.report.recognized, made.report.words) == (0, 0)
    assert [word.text for word in words(made.data)] == [word.text for word in words(content)]


def test_pdfa_is_written_and_checked(make: Any, upload: Any, truth: dict[str, str]) -> None:
    made = make(upload("small_print.png"), standard="pdfa-2b")
    pdf = pikepdf.open(io.BytesIO(made.data))
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
    assert [word.text for word in words(made.data)] == truth["small_print.png"].split()


def test_what_cannot_be_archived_is_refused(make: Any, spooled: Any) -> None:
    content = (Path(__file__).parents[3] / "pdf/tests/files/toc.pdf").read_bytes()
    with pytest.raises(NotArchivable, match="cannot be written as PDF/A-2b"):
        make(spooled(content), standard="pdfa-2b")


def test_what_is_no_picture_is_refused(make: Any, spooled: Any) -> None:
    with pytest.raises(UnknownPictureFormat):
        make(spooled(b"hello"))


def test_through_http(client: httpx.Client) -> None:
    with (FILES / "small_print.png").open("rb") as file:
        answer = client.post("/searchable-pdf", files={"file": file})
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
