"""PDF files of one or more pictures, as another library writes them."""

from typing import Any

import pytest

from flowforge_image.operations.convert import ConvertForm, convert_image
from flowforge_image.operations.info import InfoForm, get_info
from flowforge_image.operations.resize import ResizeForm, resize_image
from flowforge_image.settings import ImageSettings
from flowforge_pictures import LockedPdf, TooManyPixels, TruncatedPicture, UnknownPage

LOCKED = b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]/Size 5>>
%%%%EOF"""


@pytest.fixture
def document(reference: Any, spooled: Any, tmp_path: Any) -> Any:
    pages = [reference(f"skimage/{name}").convert("RGB") for name in ("coffee.png", "chelsea.png")]
    path = tmp_path / "pages.pdf"
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=150)
    return spooled(path)


def converted(file: Any, **options: Any) -> Any:
    return convert_image(ConvertForm(file=file, **options), ImageSettings())


@pytest.mark.parametrize(("page", "name"), [(None, "coffee.png"), (0, "coffee.png"), (1, "chelsea.png")])
def test_a_page_is_drawn_at_150_pixels_an_inch(
    document: Any, reference: Any, opened: Any, *, likeness: Any, page: Any, name: str
) -> None:
    made = opened(converted(document, page=page))
    assert made.format == "PNG"
    original = reference(f"skimage/{name}")
    assert made.size == original.size
    assert likeness(made, original) > 0.9


def test_a_page_is_drawn_at_the_size_that_is_wanted(document: Any, opened: Any) -> None:
    for width in (100, 1800):
        made = resize_image(ResizeForm(file=document, width=width), ImageSettings())
        assert opened(made).size == (width, round(width * 2 / 3))


def test_info_counts_pages(document: Any) -> None:
    found = get_info(InfoForm(file=document), ImageSettings())
    assert (found.format, found.width, found.height, found.frames, found.dpi) == ("pdf", 600, 400, 2, 150)


def test_what_is_not_drawn(document: Any, spooled: Any) -> None:
    with pytest.raises(UnknownPage):
        converted(document, page=2)
    with pytest.raises(LockedPdf):
        converted(spooled(LOCKED % (b"41" * 32, b"42" * 32)))
    with pytest.raises(TruncatedPicture):
        converted(spooled(b"%PDF-1.7 and no more"))
    with pytest.raises(TooManyPixels):
        convert_image(ConvertForm(file=document), ImageSettings(max_pixels=1000))
