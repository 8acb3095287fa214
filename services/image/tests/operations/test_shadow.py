from typing import Any

import numpy as np
import pytest

from flowforge_image.operations.shadow import ShadowForm, add_shadow
from flowforge_image.settings import ImageSettings
from flowforge_pictures import TooManyPixels

CAT = "skimage/chelsea.png"  # 451 x 300


def shaded(file: Any, opened: Any, **options: Any) -> Any:
    return np.asarray(
        opened(add_shadow(ShadowForm(file=file, format="png", **options), ImageSettings())), dtype=int
    )


@pytest.mark.parametrize(("x", "y"), [(30, 20), (-30, 20), (0, 0), (5, -40)])
def test_the_picture_grows_and_stays_whole(upload: Any, opened: Any, reference: Any, x: int, y: int) -> None:
    pixels = shaded(upload(CAT), opened, x=x, y=y, blur=0, color="#ff0000")
    assert pixels.shape == (300 + abs(y), 451 + abs(x), 4)
    left, top = max(0, -x), max(0, -y)
    inside = pixels[top : top + 300, left : left + 451]
    assert np.array_equal(inside[:, :, :3], np.asarray(reference(CAT), dtype=int))
    if x and y:
        corner = pixels[-1 if y > 0 else 0, -1 if x > 0 else 0]
        assert corner.tolist() == [255, 0, 0, 255]
        assert pixels[0 if y > 0 else -1, 0 if x < 0 else -1, 3] == (255 if x < 0 and y < 0 else 0)


@pytest.mark.parametrize("sigma", [4, 10, 30])
def test_a_blurred_edge_is_half_as_dark(upload: Any, opened: Any, sigma: int) -> None:
    """As the integral of a Gaussian has it; one standard deviation further out it is 16 percent."""
    pixels = shaded(upload(CAT), opened, x=100, y=0, blur=sigma, color="black")
    row = pixels[3 * sigma + 150, :, 3]
    edge = 451 + 100  # of the shadow: the picture has nothing to its left but the shadow's softness
    assert abs(row[edge - 1 : edge + 1].mean() / 255 - 0.5) < 0.02
    assert abs(row[edge + sigma - 1 : edge + sigma + 1].mean() / 255 - 0.159) < 0.015


def test_a_shape_throws_its_own_shadow(upload: Any, opened: Any, reference: Any) -> None:
    pixels = shaded(upload("pillow/transparent.png"), opened, x=60, y=0, blur=0, color="#00f")
    shape = np.asarray(reference("pillow/transparent.png").convert("RGBA"), dtype=int)[:, :, 3]
    thrown = pixels[:, 60:, 3]
    assert np.abs(thrown[shape == 255] - 255).max() <= 1
    outside = np.ones_like(thrown, dtype=bool)
    outside[:, : shape.shape[1] - 60] = shape[:, 60:] == 0
    assert (thrown[(shape == 0) & outside] == 0).all()


def test_it_is_held_to_the_limits(upload: Any) -> None:
    with pytest.raises(TooManyPixels):
        add_shadow(ShadowForm(file=upload(CAT)), ImageSettings(max_side=455))


def test_formats_without_transparency_show_the_background(upload: Any, opened: Any) -> None:
    form = ShadowForm(file=upload(CAT), format="jpeg", background="white", blur=0, x=20, y=20, color="black")
    pixels = np.asarray(opened(add_shadow(form, ImageSettings())), dtype=int)
    assert pixels[5, -5].min() > 240
    assert pixels[-5, -5].max() < 15


def test_through_http(client: Any, picture: Any) -> None:
    with picture(CAT).open("rb") as content:
        answer = client.post("/shadow", files={"file": content}, data={"blur": "4", "format": "webp"})
    assert answer.status_code == 200, answer.text
