from typing import Any

import numpy as np
import pytest
from PIL import Image
from pydantic import ValidationError

from flowforge_image.core.errors import UnknownLayer
from flowforge_image.operations.pipeline import PipelineForm, run_pipeline
from flowforge_image.operations.watermark import WatermarkForm, watermark_image
from flowforge_image.settings import ImageSettings

COFFEE, CAT = "skimage/coffee.png", "skimage/chelsea.png"


def marked(file: Any, opened: Any, **options: Any) -> Any:
    form = WatermarkForm(file=file, format="png", **options)
    return np.asarray(opened(watermark_image(form, ImageSettings())), dtype=int)


@pytest.fixture(scope="session")
def coffee(reference: Any) -> Any:
    return np.asarray(reference(COFFEE), dtype=int)


@pytest.mark.parametrize("share", [0.1, 0.5, 1])
def test_a_text_is_as_wide_as_its_share(upload: Any, opened: Any, coffee: Any, share: float) -> None:
    pixels = marked(
        upload(COFFEE), opened, text="© Nobody", share=share, opacity=1, color="#00ffff", margin=0
    )
    columns = np.where((np.abs(pixels - coffee).max(axis=2) > 8).any(axis=0))[0]
    assert abs(columns[-1] + 1 - columns[0] - 600 * share) <= max(3, 600 * share * 0.02)
    assert columns[-1] >= 595


def test_a_logo_is_blended_in_its_corner(
    upload: Any, opened: Any, reference: Any, likeness: Any, coffee: Any
) -> None:
    pixels = marked(upload(COFFEE), opened, mark=upload(CAT), share=0.25, opacity=0.5, gravity="northeast")
    logo = reference(CAT).resize((150, 100), Image.Resampling.LANCZOS)
    expected = reference(COFFEE)
    corner = (600 - 8 - 150, 8)
    expected.paste(Image.blend(expected.crop((*corner, 592, 108)), logo, 0.5), corner)
    assert likeness(Image.fromarray(pixels.astype(np.uint8)), expected) > 0.995
    assert np.array_equal(pixels[120:], coffee[120:])


def test_tiles_cover_the_picture_in_staggered_rows(upload: Any, opened: Any, coffee: Any) -> None:
    options = {"share": 0.1, "gap": 0.5, "opacity": 1, "tile": True}
    pixels = marked(upload(COFFEE), opened, mark=upload(CAT), **options)
    differs = np.abs(pixels - coffee).max(axis=2) > 8
    assert differs[:40, :60].mean() > 0.9  # a tile of 60 x 40 and 30 around
    assert not differs[:40, 62:88].any()
    assert np.array_equal(pixels[:40, :60], pixels[:40, 90:150])
    assert np.array_equal(pixels[:40, :60], pixels[70:110, 45:105])


def test_an_angle_turns_the_mark(upload: Any, opened: Any, coffee: Any) -> None:
    sizes = []
    for angle in (0, 90):
        pixels = marked(upload(COFFEE), opened, text="Draft", angle=angle, color="cyan", opacity=1)
        rows, columns = np.where(np.abs(pixels - coffee).max(axis=2) > 8)
        sizes.append((np.ptp(columns), np.ptp(rows)))
    assert sizes[0] == (sizes[1][1], sizes[1][0])


@pytest.mark.parametrize("given", [{}, {"text": "a", "mark": b"b"}])
def test_one_mark_is_given(spooled: Any, given: Any) -> None:
    if "mark" in given:
        given = given | {"mark": spooled(given["mark"])}
    with pytest.raises(ValidationError, match="'text' or a picture as 'mark'"):
        WatermarkForm(file=spooled(b""), **given)


def test_in_a_pipeline(upload: Any, opened: Any, coffee: Any) -> None:
    steps = [{"operation": "watermark", "layer": 0}, {"operation": "watermark", "text": "©"}]
    form = PipelineForm(file=upload(COFFEE), layers=[upload(CAT)], steps=steps)
    assert not np.array_equal(np.asarray(opened(run_pipeline(form, ImageSettings()))), coffee)
    with pytest.raises(UnknownLayer):
        run_pipeline(PipelineForm(file=upload(COFFEE), steps=steps), ImageSettings())


def test_through_http(client: Any, picture: Any) -> None:
    with picture(COFFEE).open("rb") as content, picture(CAT).open("rb") as mark:
        answer = client.post("/watermark", files={"file": content, "mark": mark}, data={"tile": "true"})
    assert answer.status_code == 200, answer.text
