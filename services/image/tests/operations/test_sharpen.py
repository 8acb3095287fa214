from typing import Any

import numpy as np
from PIL import ImageChops, ImageFilter

from flowforge_image.operations.sharpen import SharpenForm, sharpen_image
from flowforge_image.settings import ImageSettings


def sharpened(file: Any, opened: Any, **options: Any) -> Any:
    return opened(sharpen_image(SharpenForm(file=file, format="png", **options), ImageSettings()))


def detail(image: Any) -> float:
    edges = image.convert("L").filter(ImageFilter.Kernel((3, 3), [0, 1, 0, 1, -4, 1, 0, 1, 0], 1, 128))
    return float(np.asarray(edges, dtype=float).var())


def test_detail_grows_with_the_amount(upload: Any, reference: Any, opened: Any) -> None:
    grown = [detail(sharpened(upload("skimage/coffee.png"), opened, amount=amount)) for amount in (1, 3)]
    assert detail(reference("skimage/coffee.png")) < grown[0] < grown[1]


def test_none_changes_nothing(upload: Any, reference: Any, opened: Any) -> None:
    ours = sharpened(upload("skimage/coffee.png"), opened, amount=0)
    assert ImageChops.difference(ours, reference("skimage/coffee.png")).getbbox() is None
