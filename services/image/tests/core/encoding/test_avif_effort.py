"""The more effort an AVIF takes, the fewer pixels it may have: the product is bounded."""

from typing import Any

import pytest
from PIL import Image

from flowforge_image.core.errors import UnwritablePicture
from flowforge_image.operations.convert import ConvertForm, convert_image
from flowforge_image.settings import ImageSettings


def converted(file: Any, **options: Any) -> Any:
    return convert_image(ConvertForm(file=file, format="avif", **options), ImageSettings())


def test_an_effort_that_takes_too_long_is_refused(spooled: Any, tmp_path: Any) -> None:
    path = tmp_path / "plain.png"
    Image.new("RGB", (1000, 501), "teal").save(path)
    with pytest.raises(UnwritablePicture, match="with 'effort' 9 it may have at most 500000 pixels"):
        converted(spooled(path), effort=9)
    assert converted(spooled(path), effort=3).media_type == "image/avif"


def test_frames_count_together(spooled: Any, tmp_path: Any) -> None:
    path = tmp_path / "animation.gif"
    frames = [Image.new("RGB", (400, 400), (level, 0, 0)) for level in range(0, 200, 40)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    with pytest.raises(UnwritablePicture):
        converted(spooled(path), effort=8)
