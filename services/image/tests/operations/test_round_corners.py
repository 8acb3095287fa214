from typing import Any

import numpy as np

from flowforge_image.operations.round_corners import RoundCornersForm, round_corners
from flowforge_image.settings import ImageSettings


def rounded(file: Any, opened: Any, **options: Any) -> Any:
    return opened(round_corners(RoundCornersForm(file=file, **options), ImageSettings()))


def test_the_area_that_is_left(upload: Any, opened: Any) -> None:
    """A rectangle loses (4 - pi) r^2, and an ellipse is pi / 4 of its box."""
    alpha = np.asarray(rounded(upload("skimage/coffee.png"), opened, radius=50))[..., 3] / 255
    assert abs((600 * 400 - alpha.sum()) / ((4 - np.pi) * 2500) - 1) < 0.01
    alpha = np.asarray(rounded(upload("skimage/coffee.png"), opened))[..., 3] / 255
    assert abs(alpha.mean() / (np.pi / 4) - 1) < 0.001


def test_without_transparency_corners_have_the_background(upload: Any, opened: Any) -> None:
    flat = rounded(upload("skimage/coffee.png"), opened, radius=50, format="jpeg", background="lime")
    red, green, blue = flat.getpixel((2, 2))
    assert green > 240
    assert max(red, blue) < 15
