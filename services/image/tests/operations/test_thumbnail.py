from typing import Any

import pytest

from flowforge_image.operations.thumbnail import ThumbnailForm, make_thumbnail
from flowforge_image.settings import ImageSettings


@pytest.mark.parametrize("name", ["skimage/rocket.jpg", "pillow/hopper.webp", "pillow/transparent.gif"])
@pytest.mark.parametrize("size", [1, 64, 300])
def test_it_is_square(upload: Any, opened: Any, name: str, size: int) -> None:
    form = ThumbnailForm(file=upload(name), size=size)
    assert opened(make_thumbnail(form, ImageSettings())).size == (size, size)
