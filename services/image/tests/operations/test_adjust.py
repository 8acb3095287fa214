import colorsys
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from flowforge_image.operations.adjust import AdjustForm, adjust_image
from flowforge_image.settings import ImageSettings


def adjusted(file: Any, opened: Any, **options: Any) -> Any:
    return opened(adjust_image(AdjustForm(file=file, format="png", **options), ImageSettings()))


def furthest(one: Any, other: Any) -> int:
    return int(np.abs(np.asarray(one, dtype=int) - np.asarray(other, dtype=int)).max())


def test_nothing_changes_nothing(upload: Any, reference: Any, opened: Any) -> None:
    assert furthest(adjusted(upload("skimage/coffee.png"), opened), reference("skimage/coffee.png")) == 0


@pytest.mark.parametrize("factor", [0, 0.4, 1.7])
def test_brightness_is_that_of_another_implementation(
    upload: Any, reference: Any, opened: Any, factor: float
) -> None:
    theirs = ImageEnhance.Brightness(reference("skimage/coffee.png")).enhance(factor)
    assert furthest(adjusted(upload("skimage/coffee.png"), opened, brightness=factor), theirs) <= 1


def test_contrast(upload: Any, reference: Any, opened: Any) -> None:
    """The CSS filter: f(C) = contrast * (C - 0.5) + 0.5."""
    pixels = np.asarray(reference("skimage/coffee.png"), dtype=float)
    expected = np.clip((pixels - 127.5) * 1.5 + 127.5, 0, 255)
    ours = np.asarray(adjusted(upload("skimage/coffee.png"), opened, contrast=1.5), dtype=float)
    assert np.abs(ours - expected).max() <= 1


def test_no_saturation_is_gray(upload: Any, opened: Any) -> None:
    ours = np.asarray(adjusted(upload("skimage/coffee.png"), opened, saturation=0), dtype=int)
    assert np.ptp(ours, axis=2).max() <= 1


def test_half_a_turn_of_hue_swaps_colors(spooled: Any, opened: Any, tmp_path: Any) -> None:
    """As browsers show hue-rotate(120deg) on pure red: green, as dark as the red was."""
    Image.new("RGB", (2, 2), "red").save(tmp_path / "red.png")
    red, green, blue = adjusted(spooled(tmp_path / "red.png"), opened, hue=120).getpixel((0, 0))
    hue, _, _ = colorsys.rgb_to_hsv(red, green, blue)
    assert hue == pytest.approx(1 / 3, abs=0.03)


def test_gamma(upload: Any, reference: Any, opened: Any) -> None:
    expected = reference("skimage/coffee.png").point(lambda value: round((value / 255) ** (1 / 2.2) * 255))
    assert furthest(adjusted(upload("skimage/coffee.png"), opened, gamma=2.2), expected) <= 1


def test_opacity(upload: Any, opened: Any) -> None:
    ours = adjusted(upload("skimage/coffee.png"), opened, opacity=0.5)
    assert set(np.unique(np.asarray(ours)[..., 3])) == {128}


def test_transparency_stays(upload: Any, reference: Any, opened: Any) -> None:
    ours = adjusted(upload("pillow/transparent.png"), opened, brightness=0.5)
    assert (
        furthest(
            np.asarray(ours)[..., 3], np.asarray(reference("pillow/transparent.png").convert("RGBA"))[..., 3]
        )
        == 0
    )
