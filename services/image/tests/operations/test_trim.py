from typing import Any

import pytest
from PIL import Image, ImageChops, ImageOps

from flowforge_image.operations.trim import TrimForm, trim_image
from flowforge_image.settings import ImageSettings


def trimmed(file: Any, opened: Any, **options: Any) -> Any:
    return opened(trim_image(TrimForm(file=file, **options), ImageSettings()))


@pytest.fixture
def bordered(spooled: Any, reference: Any, tmp_path: Any) -> Any:
    def make(color: str, mode: str = "RGB") -> Any:
        path = tmp_path / "bordered.png"
        image = reference("skimage/coffee.png").convert(mode)
        ImageOps.expand(image, (30, 20, 10, 40), color).save(path)
        return spooled(path)

    return make


@pytest.mark.parametrize("color", ["white", "#204060"])
def test_a_border_goes(bordered: Any, reference: Any, opened: Any, color: str) -> None:
    ours = trimmed(bordered(color), opened)
    theirs = reference("skimage/coffee.png")
    assert ours.size == theirs.size
    assert ImageChops.difference(ours, theirs).getbbox() is None


def test_a_transparent_border_goes(bordered: Any, reference: Any, opened: Any) -> None:
    ours = trimmed(bordered("#00000000", "RGBA"), opened)
    assert ours.size == reference("skimage/coffee.png").size


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
@pytest.mark.parametrize("color", [None, "white"])
def test_an_opaque_border_of_a_picture_with_transparency_goes(
    bordered: Any, reference: Any, opened: Any, mode: str, color: str | None
) -> None:
    assert trimmed(bordered("white", mode), opened, color=color).size == reference("skimage/coffee.png").size


def test_what_is_transparent_within_an_opaque_border_stays(spooled: Any, opened: Any, tmp_path: Any) -> None:
    picture = Image.new("RGBA", (30, 20), "white")
    picture.paste((255, 255, 255, 0), (5, 6, 15, 16))
    picture.save(tmp_path / "hole.png")
    assert trimmed(spooled(tmp_path / "hole.png"), opened).size == (10, 10)


def test_a_named_color_and_a_margin(bordered: Any, opened: Any) -> None:
    assert trimmed(bordered("lime"), opened, color="lime", margin=5).size == (610, 410)
    assert trimmed(bordered("lime"), opened, color="blue").size == (640, 460)


def test_a_picture_of_one_color_stays(spooled: Any, opened: Any, tmp_path: Any) -> None:
    path = tmp_path / "plain.png"
    Image.new("RGB", (40, 30), "teal").save(path)
    assert trimmed(spooled(path), opened).size == (40, 30)
