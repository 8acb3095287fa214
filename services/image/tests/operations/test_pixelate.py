from typing import Any

import numpy as np
from PIL import ImageChops

from flowforge_image.operations.pixelate import PixelateForm, pixelate_image
from flowforge_image.settings import ImageSettings


def pixelated(file: Any, opened: Any, **options: Any) -> Any:
    return opened(pixelate_image(PixelateForm(file=file, format="png", **options), ImageSettings()))


def test_squares_have_the_mean_of_their_pixels(upload: Any, reference: Any, opened: Any) -> None:
    ours = np.asarray(pixelated(upload("skimage/coffee.png"), opened, size=16), dtype=float)
    theirs = np.asarray(reference("skimage/coffee.png"), dtype=float)
    assert ours.shape == theirs.shape
    for top, left in ((0, 0), (16, 32), (384, 560)):
        square = ours[top : top + 16, left : left + 16].reshape(-1, 3)
        assert np.ptp(square, axis=0).max() == 0
        mean = theirs[top : top + 16, left : left + 16].reshape(-1, 3).mean(axis=0)
        assert np.abs(square[0] - mean).max() <= 1


def test_an_area_alone(upload: Any, reference: Any, opened: Any) -> None:
    area = {"x": 100, "y": 50, "width": 80, "height": 60}
    ours = pixelated(upload("skimage/coffee.png"), opened, size=20, areas=[area])
    left, top, right, bottom = ImageChops.difference(ours, reference("skimage/coffee.png")).getbbox()
    assert left >= 100
    assert top >= 50
    assert right <= 180
    assert bottom <= 110
