from typing import Any

import pytest
from PIL import ImageChops, ImageOps

from flowforge_image.operations.flip import FlipForm, flip_image
from flowforge_image.settings import ImageSettings


@pytest.mark.parametrize(
    ("direction", "change"),
    [
        ("horizontal", ImageOps.mirror),
        ("vertical", ImageOps.flip),
        ("both", lambda image: ImageOps.mirror(ImageOps.flip(image))),
    ],
)
def test_directions(upload: Any, reference: Any, opened: Any, direction: Any, change: Any) -> None:
    form = FlipForm(file=upload("skimage/chelsea.png"), direction=direction)
    ours = opened(flip_image(form, ImageSettings()))
    theirs = change(reference("skimage/chelsea.png"))
    assert ImageChops.difference(ours, theirs).getbbox() is None
