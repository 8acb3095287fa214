import io
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageStat
from skimage import filters

from flowforge_image.core.errors import OutsidePicture
from flowforge_image.operations.blur import BlurForm, blur_image
from flowforge_image.settings import ImageSettings


def blurred(file: Any, opened: Any, **options: Any) -> Any:
    return opened(blur_image(BlurForm(file=file, format="png", **options), ImageSettings()))


@pytest.mark.parametrize("sigma", [1, 8, 19, 21, 60, 250])
def test_it_is_that_of_another_implementation(
    upload: Any, reference: Any, opened: Any, likeness: Any, sigma: Any
) -> None:
    ours = blurred(upload("skimage/coffee.png"), opened, sigma=sigma)
    gaussian: Any = filters.gaussian
    pixels = gaussian(np.asarray(reference("skimage/coffee.png"), dtype=float), sigma, channel_axis=2)
    theirs = Image.fromarray(pixels.round().astype("uint8"))
    inner = (30, 30, 570, 370)
    assert likeness(ours.crop(inner), theirs.crop(inner)) > 0.99


def test_an_area_alone(upload: Any, reference: Any, opened: Any) -> None:
    area = {"x": 100, "y": 50, "width": 80, "height": 60}
    beyond = {"x": 590, "y": 390, "width": 500, "height": 500}
    ours = blurred(upload("skimage/coffee.png"), opened, sigma=9, areas=[area, beyond])
    difference = ImageChops.difference(ours, reference("skimage/coffee.png"))
    assert difference.crop((0, 0, 590, 390)).getbbox() == (100, 50, 180, 110)
    assert difference.getbbox() == (100, 50, 600, 400)


def test_an_area_outside(upload: Any) -> None:
    form = BlurForm(file=upload("skimage/coffee.png"), areas=[{"x": 600, "y": 0, "width": 1, "height": 1}])
    with pytest.raises(OutsidePicture):
        blur_image(form, ImageSettings())


def test_a_wide_blur_costs_no_more_than_a_narrow_one(spooled: Any, opened: Any) -> None:
    """A Gaussian of this width took 19 s for a megapixel: at the deadline the worker would be ended."""
    content = io.BytesIO()
    Image.effect_noise((4000, 4000), 80).save(content, "PNG", compress_level=1)
    made = blurred(spooled(content.getvalue()), opened, sigma=250)
    assert made.size == (4000, 4000)
    low, high = made.getextrema()
    assert high - low < 20


def test_a_small_area_with_a_wide_blur(upload: Any, reference: Any, opened: Any) -> None:
    area = {"x": 10, "y": 10, "width": 7, "height": 3}
    ours = blurred(upload("skimage/coffee.png"), opened, sigma=250, areas=[area])
    part, before = (one.crop((10, 10, 17, 13)) for one in (ours, reference("skimage/coffee.png")))
    assert ImageStat.Stat(part).mean == pytest.approx(ImageStat.Stat(before).mean, abs=12)
