from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageOps

from flowforge_pictures import (
    Decoding,
    EngineError,
    Image,
    LockedPdf,
    PictureLimits,
    TruncatedPicture,
    UnknownPage,
    UnknownPictureFormat,
    decode,
    from_array,
    read_header,
    read_pages,
    reading,
    to_array,
)

Find = Callable[[str], Path]
LIMITS = PictureLimits()
LOCKED = b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]/Size 5>>
%%%%EOF"""


def test_a_failure_of_a_step_is_not_told_as_one_of_the_file(picture: Find) -> None:
    with pytest.raises(EngineError), reading(picture("pillow/hopper.jpg"), "jpeg"):
        Image.black(10, 10).crop(5, 5, 10, 10)


def test_a_failure_of_the_file_is_told(picture: Find) -> None:
    with pytest.raises(TruncatedPicture), reading(picture("pillow/truncated_jpeg.jpg"), "jpeg"):
        Image.jpegload(str(picture("pillow/truncated_jpeg.jpg")), fail_on="truncated").copy_memory()


@pytest.mark.parametrize(
    "name",
    ["hopper.jpg", "hopper.png", "hopper.gif", "hopper.tif", "hopper.bmp", "hopper.webp", "hopper.ico"],
)
def test_pixels_are_those_of_another_decoder(picture: Find, name: str) -> None:
    path = picture(f"pillow/{name}")
    with reading(path):
        found = to_array(decode(path, LIMITS).opaque().frames[0])
    with Pillow.open(path) as other:
        seen = other.convert("RGBA")
        expected = np.asarray(
            Pillow.alpha_composite(Pillow.new("RGBA", seen.size, "white"), seen).convert("RGB")
        )
    assert found.shape == expected.shape
    assert np.abs(found.astype(int) - expected).mean() < 1.5


@pytest.mark.parametrize("turned", range(1, 9))
def test_orientation_is_applied(picture: Find, tmp_path: Path, turned: int) -> None:
    path = tmp_path / "turned.jpg"
    with Pillow.open(picture("pillow/hopper.jpg")) as hopper:
        exif = hopper.getexif()
        exif[0x0112] = turned
        hopper.crop((0, 0, 128, 64)).save(path, exif=exif, quality=95)
    with Pillow.open(path) as saved:
        expected = np.asarray(ImageOps.exif_transpose(saved))
    header = read_header(path, LIMITS)
    found = to_array(decode(path, LIMITS).in_memory().frames[0])
    assert header.upright_size == expected.shape[1::-1]
    assert found.shape == expected.shape
    assert np.abs(found.astype(int) - expected).mean() < 1
    stored = decode(path, LIMITS, Decoding(upright=False))
    assert (stored.width, stored.height) == (128, 64)


def test_pages_are_read_one_by_one(picture: Find, tmp_path: Path) -> None:
    names = ("coffee.png", "chelsea.png")
    pages = [Pillow.open(picture(f"skimage/{name}")).convert("RGB") for name in names]
    for suffix in (".pdf", ".tiff"):
        path = tmp_path / f"pages{suffix}"
        copies = [page.copy() for page in pages]
        copies[0].save(path, save_all=True, append_images=copies[1:], resolution=150)
        found = list(read_pages(path, LIMITS))
        assert [(page.width, page.height) for page in found] == [page.size for page in pages]
        for ours, theirs in zip(found, pages, strict=True):
            assert np.abs(to_array(ours.frames[0]).astype(int) - np.asarray(theirs)).mean() < 8
        with pytest.raises(UnknownPage, match="2 pages"):
            decode(path, LIMITS, Decoding(page=2))


def test_a_locked_pdf_and_the_field_that_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    path.write_bytes(LOCKED % (b"41" * 32, b"42" * 32))
    with pytest.raises(LockedPdf, match=r"^'logo' is"):
        decode(path, LIMITS, field="logo")


def test_errors_name_the_field(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_bytes(b"no picture")
    with pytest.raises(UnknownPictureFormat, match=r"^'second' is"):
        read_header(path, LIMITS, field="second")


def test_arrays_are_copied() -> None:
    pixels = np.arange(60, dtype=np.uint8).reshape(4, 5, 3)
    image = from_array(pixels)
    pixels[:] = 0
    assert to_array(image)[3, 4, 2] == 59
