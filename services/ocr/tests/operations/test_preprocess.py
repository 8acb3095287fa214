import io
from typing import Any

import cv2
import httpx
import numpy as np
import pikepdf
import pytest
import skimage.data
from PIL import Image
from pydantic import ValidationError

from flowforge_ocr.operations.preprocess import PreprocessForm, preprocess_pages
from flowforge_ocr.settings import OcrSettings
from flowforge_pictures import UnknownPictureFormat


@pytest.fixture
def prepare(context: Any) -> Any:
    return lambda file, *steps, **options: preprocess_pages(
        PreprocessForm(file=file, steps=list(steps), **options), OcrSettings(), context
    )


def encoded(pixels: Any) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(np.asarray(pixels, dtype=np.uint8)).save(buffer, "PNG")
    return buffer.getvalue()


def decoded(made: Any) -> Any:
    return np.asarray(Image.open(io.BytesIO(made.data)))


def test_a_slanted_page_becomes_level(prepare: Any, upload: Any, spooled: Any) -> None:
    made = prepare(upload("slanted.png"), "deskew")
    (page,) = made.report.pages
    assert 1 < abs(page.slant) < 15
    again = prepare(spooled(made.data), "deskew")
    assert abs(again.report.pages[0].slant) < 0.5


@pytest.mark.parametrize(("name", "angle"), [("turned_90.png", 270), ("turned_180.png", 180)])
def test_a_turned_page_becomes_upright(prepare: Any, upload: Any, name: str, angle: int) -> None:
    made = prepare(upload(name), "orientation")
    (page,) = made.report.pages
    assert page.angle == angle
    with Image.open(upload(name).path) as picture:
        expected = picture.size[::-1] if angle == 270 else picture.size
    assert (page.width, page.height) == expected


def test_uneven_light_is_taken_away(prepare: Any, spooled: Any) -> None:
    pixels = decoded(prepare(spooled(encoded(skimage.data.page())), "contrast"))  # type: ignore[no-untyped-call] # it has no types
    corners = [float(np.percentile(part, 80)) for part in (pixels[:40, :80], pixels[-60:, -80:])]
    assert min(corners) > 225
    assert pixels.min() < 120


def test_specks_are_removed(prepare: Any, spooled: Any) -> None:
    pixels = np.full((200, 300), 255)
    pixels[::20, ::20] = 0
    assert decoded(prepare(spooled(encoded(pixels)), "denoise")).min() == 255


def test_small_text_is_enlarged(prepare: Any, upload: Any, spooled: Any) -> None:
    with Image.open(upload("small_print.png").path) as picture:
        small = picture.convert("L").resize((picture.width * 2 // 3, picture.height * 2 // 3))
    (page,) = prepare(spooled(encoded(small)), "upscale").report.pages
    assert 1.4 < page.scale <= 3
    assert abs(page.width - small.width * page.scale) < 5


def test_a_sheet_on_a_dark_table_is_cut_out(prepare: Any, upload: Any, spooled: Any) -> None:
    with Image.open(upload("small_print.png").path) as picture:
        sheet = np.asarray(picture.convert("RGB"))
    height, width = sheet.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    seen = np.array(
        [[90, 60], [90 + width, 80], [60 + width, 90 + height], [70, 70 + height]], dtype=np.float32
    )
    matrix = cv2.getPerspectiveTransform(corners, seen)
    table = cv2.warpPerspective(sheet, matrix, (width + 200, height + 200), borderValue=(50.0, 40.0, 30.0))
    (page,) = prepare(spooled(encoded(table)), "crop").report.pages
    assert page.cropped
    assert abs(page.width - width) < 30
    assert abs(page.height - height) < 30


def test_without_edges_of_a_sheet_nothing_is_cropped(prepare: Any, spooled: Any) -> None:
    made = prepare(spooled(encoded(skimage.data.page())), "crop")  # type: ignore[no-untyped-call] # it has no types
    assert not made.report.pages[0].cropped
    assert "nothing was cropped" in made.report.warnings[0]


def test_several_pages_become_a_pdf(prepare: Any, spooled: Any) -> None:
    page = Image.new("L", (200, 100), 255)
    buffer = io.BytesIO()
    page.save(buffer, "TIFF", save_all=True, append_images=[page])
    made = prepare(spooled(buffer.getvalue()), "denoise")
    assert made.media_type == "application/pdf"
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        assert len(pdf.pages) == 2


def test_what_is_no_picture_and_no_step_is_refused(prepare: Any, spooled: Any) -> None:
    with pytest.raises(UnknownPictureFormat):
        prepare(spooled(b"hello"), "denoise")
    with pytest.raises(ValidationError):
        prepare(spooled(b"hello"), "iron")


def test_through_http(client: httpx.Client, upload: Any) -> None:
    content = upload("turned_180.png").content
    answer = client.post("/preprocess", files={"file": content}, data={"steps": "orientation"})
    assert answer.headers["content-type"] == "image/png"
    assert '"angle":180' in answer.headers["x-report"].replace(" ", "")
