"""The more effort an encoder takes, the fewer pixels it may have: the product is bounded."""

from typing import Any

import pytest
from PIL import Image

from flowforge_image.core.encoding.effort_cost import affordable_effort, most_pixels
from flowforge_image.core.encoding.encoder import Encoding
from flowforge_image.core.errors import UnwritablePicture
from flowforge_image.operations.convert import ConvertForm, convert_image
from flowforge_image.settings import ImageSettings


def converted(file: Any, **options: Any) -> Any:
    return convert_image(ConvertForm(file=file, **{"format": "avif", **options}), ImageSettings())


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


@pytest.mark.parametrize(
    "options",
    [
        {"format": "jpeg", "progressive": True, "effort": 9},
        {"format": "gif", "effort": 9},
        {"format": "png", "colors": 16, "effort": 9},
        {"format": "webp", "lossless": True, "effort": 6},
    ],
)
def test_every_format_is_bounded(spooled: Any, tmp_path: Any, options: dict[str, Any]) -> None:
    path = tmp_path / "plain.png"
    Image.new("RGB", (4000, 2500), "teal").save(path)
    with pytest.raises(UnwritablePicture, match=r"so lower 'effort'"):
        converted(spooled(path), **options)
    assert converted(spooled(path), **(options | {"effort": 0})).media_type


def test_by_default_large_pictures_take_less_effort() -> None:
    gif, photograph = Encoding("gif"), Encoding("webp", lossless=True)
    assert affordable_effort(gif, 7, 1_000_000) == 7
    assert affordable_effort(gif, 7, 12_000_000) == 5
    assert affordable_effort(photograph, 4, 100_000_000) == 0
    assert most_pixels(photograph, 0) > 100_000_000
