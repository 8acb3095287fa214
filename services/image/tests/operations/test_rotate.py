from typing import Any

import pytest
from PIL import Image, ImageChops

from flowforge_image.operations.rotate import RotateForm, rotate_image
from flowforge_image.settings import ImageSettings


def rotated(file: Any, opened: Any, **options: Any) -> Any:
    return opened(rotate_image(RotateForm(file=file, format="png", **options), ImageSettings()))


@pytest.mark.parametrize("angle", [0, 90, 180, 270, -90, 360])
def test_quarter_turns_lose_nothing(upload: Any, reference: Any, opened: Any, angle: int) -> None:
    ours = rotated(upload("skimage/chelsea.png"), opened, angle=angle)
    theirs = reference("skimage/chelsea.png").rotate(-angle, expand=True)
    assert ImageChops.difference(ours, theirs).getbbox() is None


def test_another_angle(upload: Any, reference: Any, opened: Any, likeness: Any) -> None:
    ours = rotated(upload("skimage/chelsea.png"), opened, angle=30, expand=False, background="black")
    theirs = reference("skimage/chelsea.png").rotate(-30, Image.Resampling.BICUBIC)
    assert ours.size == theirs.size == (451, 300)
    assert likeness(ours, theirs) > 0.9


def test_corners_have_the_background(upload: Any, opened: Any) -> None:
    red = rotated(upload("skimage/chelsea.png"), opened, angle=45, background="red")
    assert red.getpixel((2, 2)) == (255, 0, 0)
    clear = rotated(upload("skimage/chelsea.png"), opened, angle=45, background="transparent")
    assert clear.getpixel((2, 2))[3] == 0
    assert red.size[0] == pytest.approx((451 + 300) / 2**0.5, abs=2)


def test_an_animation_is_turned_frame_by_frame(upload: Any, opened: Any) -> None:
    form = RotateForm(file=upload("pillow/dispose_bgnd.gif"), angle=90)
    assert opened(rotate_image(form, ImageSettings())).n_frames == 5
