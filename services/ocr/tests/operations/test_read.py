import io
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pypdfium2
import pytest
import skimage.data
from PIL import Image, ImageOps

from flowforge_ocr.core.pages.limits import TooManyPagesToRead
from flowforge_ocr.core.recognition.languages import UnsupportedLanguage
from flowforge_ocr.engines.port import TooMuchText
from flowforge_ocr.operations.read import ReadForm, ReadResult, read_text
from flowforge_ocr.settings import OcrSettings
from flowforge_pdfs.faults import PageOutOfRange, PasswordRequired
from flowforge_pictures import TruncatedPicture, UnknownPictureFormat

FILES = Path(__file__).parents[1] / "files"
PDFS = Path(__file__).parents[3] / "pdf/tests/files"


@pytest.fixture
def read(context: Any) -> Callable[..., ReadResult]:
    def run(file: Any, settings: OcrSettings | None = None, **options: Any) -> ReadResult:
        return read_text(ReadForm(file=file, **options), settings or OcrSettings(), context)

    return run


def plain(text: str) -> str:
    return " ".join(text.split())


def letters(text: str) -> str:
    """Return a text without what differs in style alone: white space, curly quotes, full-width characters."""
    return "".join(
        unicodedata.normalize("NFKC", text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()
    )


def encoded(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "name", ["small_print.png", "slanted.png", "french.png", "invoice.png", "chinese.png"]
)
def test_text_is_read_without_an_error(read: Any, upload: Any, truth: dict[str, str], name: str) -> None:
    found = read(upload(name))
    assert letters(found.text) == letters(truth[name])
    assert found.warnings == []
    assert found.pages[0].confidence > 0.95


@pytest.mark.parametrize(("name", "angle"), [("turned_90.png", 270), ("turned_180.png", 180)])
def test_turned_pages_are_read_upright(
    read: Any, upload: Any, truth: dict[str, str], name: str, angle: int
) -> None:
    found = read(upload(name))
    assert plain(found.text) == plain(truth[name])
    page = found.pages[0]
    assert page.angle == angle
    assert page.width > page.height


def test_columns_are_read_one_after_the_other(read: Any, spooled: Any, truth: dict[str, str]) -> None:
    """The first rows of the page: its title and the 10 lines that each column begins with."""
    with Image.open(FILES / "two_columns.webp") as page:
        top = encoded(page.crop((0, 0, page.width, 518)))
    title, *lines = truth["two_columns.webp"].split("\n")
    right = lines.index("and carries up to 120 passengers with bicycles.")
    found = read(spooled(top), detail="text")
    assert plain(found.text) == " ".join([title, *lines[:10], *lines[right : right + 10]])
    assert found.pages[0].lines == []


@pytest.mark.deep
def test_a_whole_page_of_columns(read: Any, upload: Any, truth: dict[str, str]) -> None:
    found = read(upload("two_columns.webp"), detail="text")
    assert plain(found.text) == plain(truth["two_columns.webp"])


def test_receipts_are_read_along_their_rows(read: Any, upload: Any) -> None:
    found = read(upload("receipt.webp"))
    assert "Sourdough loaf 1 4.25\nFree range eggs 1 3.60" in found.text
    assert "TOTAL EUR 30.09" in found.text


def test_a_real_scan(read: Any, spooled: Any) -> None:
    """The scanned page that ships with scikit-image."""
    found = read(spooled(encoded(Image.open(Path(skimage.data.__file__).with_name("page.png")))))
    assert "Region-based segmentation" in found.text
    assert "determine markers of the coins and the background" in plain(found.text)
    assert (found.pages[0].language, found.pages[0].script) == ("en", "Latin")


def test_words_have_their_places(read: Any, upload: Any) -> None:
    page = read(upload("invoice.png"), detail="words").pages[0]
    line = next(line for line in page.lines if " " in line.text)
    words = [word for each in page.lines for word in each.words]
    assert [word.text for word in line.words] == line.text.split()
    for word in words:
        assert -1 <= word.box.x <= word.box.x + word.box.width <= page.width + 1
        assert word.box.height < 40
        assert 0 <= word.confidence <= 1


@pytest.mark.parametrize("ink", [0, 255])
def test_transparent_pictures_are_laid_on_the_paper_that_shows_them(
    read: Any, spooled: Any, ink: int
) -> None:
    drawing = ImageOps.invert(Image.open(FILES / "small_print.png").convert("L"))
    picture = Image.new("LA", drawing.size, (ink, 0))
    picture.putalpha(drawing)
    assert "For questions write to" in read(spooled(encoded(picture)), detail="text").text


def test_palette_pictures_and_exif_orientation(read: Any, spooled: Any) -> None:
    page = Image.open(FILES / "small_print.png").convert("RGB")
    palette = read(spooled(encoded(page.quantize(16))), detail="text")
    exif = Image.Exif()
    exif[0x0112] = 3
    turned = read(spooled(encoded(page.rotate(180), "JPEG", exif=exif, quality=90)), detail="text")
    assert "steam crane" in palette.text
    assert "steam crane" in turned.text
    assert turned.pages[0].angle == 0


@pytest.mark.parametrize("size", [(1, 1), (400, 300), (20_000, 40)])
def test_blank_pictures_are_empty_pages(read: Any, spooled: Any, size: tuple[int, int]) -> None:
    found = read(spooled(encoded(Image.new("L", size, 255))))
    assert found.text == ""
    assert found.pages[0].confidence is None
    assert found.pages[0].lines == []


def test_pages_of_a_tiff_are_selected(read: Any, spooled: Any) -> None:
    frames = [Image.open(FILES / name).convert("L") for name in ("small_print.png", "french.png")]
    blank = Image.new("L", (300, 200), 255)
    content = encoded(blank, "TIFF", save_all=True, append_images=frames)
    found = read(spooled(content, "fax.tiff"), pages="2,1", detail="text")
    assert [page.page for page in found.pages] == [2, 1]
    assert "steam crane" in found.pages[0].text
    assert found.pages[1].text == ""


def test_text_layers_are_taken_and_scans_recognized(read: Any, spooled: Any) -> None:
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(612, 792)
    picture = pypdfium2.PdfImage.new(document)
    scan = Image.open(FILES / "small_print.png").convert("RGB")
    picture.load_jpeg(io.BytesIO(encoded(scan, "JPEG", quality=90)))
    picture.set_matrix(pypdfium2.PdfMatrix().scale(500, 500 * scan.height / scan.width).translate(50, 400))
    page.insert_obj(picture)
    page.gen_content()
    document.import_pages(pypdfium2.PdfDocument(PDFS / "crazyones.pdf"))
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    found = read(spooled(buffer.getvalue(), "mixed.pdf"))
    assert [page.source for page in found.pages] == ["ocr", "text_layer"]
    assert "steam crane" in found.pages[0].text
    assert "The round pegs in the square holes" in plain(found.pages[1].text)
    again = read(spooled(buffer.getvalue()), pages="2", text_layer="ignore", dpi=150)
    assert again.pages[0].source == "ocr"
    assert "round pegs in the square holes" in plain(again.text)


def test_what_cannot_be_read_is_refused(read: Any, spooled: Any, upload: Any) -> None:
    with pytest.raises(UnknownPictureFormat):
        read(spooled(b"PK\3\4 not a picture"))
    with pytest.raises(TruncatedPicture):
        read(spooled((FILES / "invoice.png").read_bytes()[:9000]))
    with pytest.raises(PageOutOfRange):
        read(upload("french.png"), pages="2")
    with pytest.raises(PasswordRequired):
        read(spooled(PDFS / "r4-user-password.pdf"))
    with pytest.raises(UnsupportedLanguage, match=r"'ko'.* It reads: .*de, en"):
        read(upload("french.png"), languages=["ko"])


def test_too_many_pages_are_refused(read: Any, spooled: Any) -> None:
    blank = Image.new("1", (64, 64), 1)
    content = encoded(blank, "TIFF", save_all=True, append_images=[blank] * 3)
    with pytest.raises(TooManyPagesToRead, match="'1-3'"):
        read(spooled(content), OcrSettings(max_pages=3))


def test_more_text_than_a_call_may_read_is_refused(read: Any, upload: Any) -> None:
    with pytest.raises(TooMuchText):
        read(upload("two_columns.webp"), OcrSettings(max_text_pixels=10_000))


@pytest.mark.deep
def test_large_pictures_are_shrunk_and_it_is_said(read: Any, upload: Any) -> None:
    found = read(upload("two_columns.webp"), OcrSettings(max_page_pixels=1_000_000), detail="text")
    assert "was shrunk to 1000000: small" in found.warnings[0]
    assert found.pages[0].width * found.pages[0].height <= 1_002_000


def test_through_http(client: httpx.Client) -> None:
    with (FILES / "receipt.webp").open("rb") as file:
        answer = client.post("/read", files={"file": file}, data={"detail": "text"})
    assert answer.status_code == 200
    assert "12 Mill Lane" in answer.json()["text"]
    error = client.post("/read", files={"file": b"hello"}).json()["error"]
    assert error["code"] == "IMAGE_FORMAT_UNKNOWN"
