from typing import Any

import pytest
from PIL import ImageChops, ImageOps
from pydantic import ValidationError

from flowforge_image.operations.extend import ExtendForm, extend_image
from flowforge_image.settings import ImageSettings
from flowforge_pictures import TooManyPixels


def extended(file: Any, opened: Any, **options: Any) -> Any:
    return opened(extend_image(ExtendForm(file=file, format="png", **options), ImageSettings()))


def test_edges(upload: Any, reference: Any, opened: Any) -> None:
    options = {"left": 1, "top": 2, "right": 3, "bottom": 4, "background": "navy"}
    ours = extended(upload("skimage/chelsea.png"), opened, **options)
    theirs = ImageOps.expand(reference("skimage/chelsea.png"), (1, 2, 3, 4), "navy")
    assert ImageChops.difference(ours, theirs).getbbox() is None


@pytest.mark.parametrize(
    ("options", "size"),
    [
        ({"width": 500, "height": 500}, (500, 500)),
        ({"width": 500}, (500, 300)),
        ({"width": 100, "height": 310}, (451, 310)),
        ({"ratio": 1}, (451, 451)),
        ({"ratio": 2}, (600, 300)),
    ],
)
def test_sizes(upload: Any, opened: Any, options: Any, size: Any) -> None:
    assert extended(upload("skimage/chelsea.png"), opened, **options).size == size


@pytest.mark.parametrize(("filling", "source"), [("copy", (0, 5)), ("mirror", (9, 5)), ("repeat", (441, 5))])
def test_fillings(upload: Any, reference: Any, opened: Any, filling: Any, source: Any) -> None:
    ours = extended(upload("skimage/chelsea.png"), opened, left=10, filling=filling)
    theirs = reference("skimage/chelsea.png")
    assert ours.getpixel((0, 5)) == theirs.getpixel(source)


def test_gravity_and_transparency(upload: Any, opened: Any) -> None:
    options = {"width": 600, "gravity": "east", "background": "transparent"}
    ours = extended(upload("skimage/chelsea.png"), opened, **options)
    assert ours.getpixel((100, 100)) == (0, 0, 0, 0)
    assert ours.getpixel((599, 100))[3] == 255


@pytest.mark.parametrize("options", [{}, {"left": 1, "width": 500}, {"ratio": 1, "height": 5}])
def test_senseless_requests(spooled: Any, options: Any) -> None:
    with pytest.raises(ValidationError):
        ExtendForm(file=spooled(b""), **options)


def test_a_size_has_limits(upload: Any) -> None:
    form = ExtendForm(file=upload("skimage/chelsea.png"), width=32_000, height=32_000)
    with pytest.raises(TooManyPixels):
        extend_image(form, ImageSettings())
