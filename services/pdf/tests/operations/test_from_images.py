import io
from typing import Any

import httpx
import numpy as np
import pytest
from pdf_samples import content_of, picture_file, picture_of, sizes_of
from PIL import Image, ImageCms, ImageOps

from flowforge_pdf.core.arranging.picture_images import UndecodablePicture, UnknownPicture, UnusablePicture
from flowforge_pdf.operations.from_images import FromImagesForm, make_from_images
from flowforge_pdf.settings import PdfSettings


def test_each_picture_is_a_page(spooled: Any) -> None:
    images = [spooled(picture_file("PNG"), "a.png"), spooled(picture_file("JPEG", (50, 100)), "b.jpg")]
    content = content_of(make_from_images(FromImagesForm(images=images), PdfSettings()))
    assert sizes_of(content) == [(72, 36), (37.5, 75)]
    assert picture_of(content).getpixel((30, 15)) == (255, 128, 0)


@pytest.mark.parametrize(("fit", "corner"), [("fill", (255, 128, 0)), ("original", (255, 255, 255))])
def test_paper_and_fit(spooled: Any, fit: str, corner: Any) -> None:
    form = FromImagesForm(images=[spooled(picture_file("PNG"), "a.png")], paper="a6 landscape", fit=fit)
    content = content_of(make_from_images(form, PdfSettings()))
    assert sizes_of(content) == [(419.5, 297.6)]
    assert picture_of(content).getpixel((5, 5)) == corner


def test_what_is_no_picture(spooled: Any) -> None:
    with pytest.raises(UnknownPicture, match=r"images\[0\]"):
        make_from_images(FromImagesForm(images=[spooled(b"text", "a.png")]), PdfSettings())


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/from-images", files=[("images", ("a.webp", picture_file("WEBP")))])
    assert sizes_of(answer.content) == [(72, 36)]


PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
SVG = 'svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"'
DRAWING = f"""<?xml version="1.0"?><!-- two halves --><{SVG}>
<rect width="30" height="30" fill="red"/><rect x="30" width="30" height="30" fill="blue"/></svg>"""


def encoded(picture: Any, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def halves(mode: str = "RGB") -> Any:
    """Return a picture that is red on the left, and blue on the right."""
    picture = Image.new("RGB", (60, 30), "#ff0000")
    picture.paste("#0000ff", (30, 0, 60, 30))
    return picture.convert(mode)


def drawn(spooled: Any, content: bytes, name: str = "a.bin") -> Any:
    form = FromImagesForm(images=[spooled(content, name)])
    return picture_of(content_of(make_from_images(form, PdfSettings()))).convert("RGB")


def is_near(pixel: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(pixel, wanted, strict=True))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos_stand_upright_and_stay_jpeg(spooled: Any, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = encoded(halves(), "JPEG", exif=exif)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    form = FromImagesForm(images=[spooled(content, "a.jpg")])
    made = content_of(make_from_images(form, PdfSettings()))
    shown = picture_of(made).convert("RGB")
    assert (shown.width > shown.height) == (upright.width > upright.height)
    for x, y in ((0.1, 0.2), (0.9, 0.2), (0.1, 0.9), (0.9, 0.9)):
        at = (int(x * shown.width), int(y * shown.height))
        assert is_near(
            shown.getpixel(at), upright.getpixel((int(x * upright.width), int(y * upright.height)))
        )
    assert b"/DCTDecode" in made


@pytest.mark.parametrize(
    "content",
    [
        encoded(halves("CMYK"), "JPEG"),
        encoded(halves("CMYK"), "TIFF"),
        encoded(halves(), "AVIF"),
        encoded(halves("P"), "PNG"),
        encoded(halves("RGBA"), "WEBP", lossless=True),
        encoded(halves(), "JPEG", icc_profile=PROFILE),
        DRAWING.encode(),
    ],
    ids=["cmyk-jpeg", "cmyk-tiff", "avif", "palette", "webp", "profile", "svg"],
)  # fmt: skip
def test_colors_of_every_kind(spooled: Any, content: bytes) -> None:
    shown = drawn(spooled, content)
    assert shown.width == pytest.approx(2 * shown.height, abs=1)
    left, right = shown.getpixel((8, 10)), shown.getpixel((36, 10))
    assert left[0] > 180
    assert left[0] > left[2] + 100
    assert right[2] > right[0] + 40


def test_sixteen_bits_and_pages_of_a_tiff(spooled: Any) -> None:
    deep = Image.fromarray(np.full((30, 60), 0x8000, dtype=np.uint16))
    content = encoded(deep, "TIFF", save_all=True, append_images=[deep, deep])
    made = content_of(make_from_images(FromImagesForm(images=[spooled(content, "a.tif")]), PdfSettings()))
    assert len(sizes_of(made)) == 3
    assert is_near(picture_of(made).convert("RGB").getpixel((9, 9)), (128, 128, 128))


def test_pictures_that_are_cut_off_or_reach_out(spooled: Any) -> None:
    photo = encoded(Image.effect_noise((300, 300), 90), "JPEG")
    with pytest.raises(UndecodablePicture, match=r"images\[0\]"):
        drawn(spooled, photo[: len(photo) // 2])
    with pytest.raises(UnusablePicture, match=r"images\[0\]"):
        drawn(spooled, f"<{SVG}><script>alert(1)</script></svg>".encode())
