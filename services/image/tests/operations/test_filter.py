from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageFilter

from flowforge_image.operations.filter import FilterForm, filter_image
from flowforge_image.settings import ImageSettings


def filtered(file: Any, opened: Any, **options: Any) -> Any:
    return opened(filter_image(FilterForm(file=file, format="png", **options), ImageSettings()))


def test_invert(upload: Any, reference: Any, opened: Any) -> None:
    ours = filtered(upload("skimage/coffee.png"), opened, name="invert")
    assert ImageChops.difference(ours, ImageChops.invert(reference("skimage/coffee.png"))).getbbox() is None


@pytest.mark.parametrize(
    ("name", "matrix"),
    [
        ("grayscale", [[0.2126, 0.7152, 0.0722]] * 3),
        ("sepia", [[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]]),
    ],
)
def test_the_matrices_of_the_css_filters(
    upload: Any, reference: Any, opened: Any, name: str, matrix: Any
) -> None:
    """Filter Effects Module Level 1, W3C: the equivalents of grayscale(1) and sepia(1)."""
    pixels = np.asarray(reference("skimage/coffee.png"), dtype=float)
    expected = np.clip(pixels @ np.array(matrix).T, 0, 255)
    ours = np.asarray(filtered(upload("skimage/coffee.png"), opened, name=name), dtype=float)
    assert np.abs(ours - expected).max() <= 1


@pytest.mark.parametrize("name", ["grayscale", "sepia", "invert", "duotone", "vignette"])
def test_none_of_it_changes_nothing(upload: Any, reference: Any, opened: Any, name: str) -> None:
    ours = filtered(upload("skimage/coffee.png"), opened, name=name, amount=0)
    assert ImageChops.difference(ours, reference("skimage/coffee.png")).getbbox() is None


def test_threshold(upload: Any, opened: Any) -> None:
    ours = filtered(upload("skimage/page.png"), opened, name="threshold", amount=0.5)
    assert {color for _, color in ours.getcolors()} == {(0, 0, 0), (255, 255, 255)}


def test_duotone_spans_its_two_colors(upload: Any, opened: Any) -> None:
    options = {"name": "duotone", "shadows": "#000080", "highlights": "#ffff80"}
    ours = np.asarray(filtered(upload("skimage/coffee.png"), opened, **options))
    assert set(np.unique(ours[..., 2])) == {128}
    assert np.array_equal(ours[..., 0], ours[..., 1])


def test_vignette_darkens_corners_only(upload: Any, reference: Any, opened: Any) -> None:
    ours = filtered(upload("skimage/coffee.png"), opened, name="vignette", amount=0.8)
    theirs = reference("skimage/coffee.png")
    assert ours.getpixel((300, 200)) == theirs.getpixel((300, 200))
    assert ours.getpixel((1, 1))[0] < 0.3 * theirs.getpixel((1, 1))[0]


def test_denoise_is_a_median(upload: Any, reference: Any, opened: Any) -> None:
    ours = filtered(upload("skimage/coffee.png"), opened, name="denoise", amount=0.5)
    theirs = reference("skimage/coffee.png").filter(ImageFilter.MedianFilter(3))
    inner = (5, 5, 595, 395)
    assert ImageChops.difference(ours.crop(inner), theirs.crop(inner)).getbbox() is None


@pytest.mark.parametrize("size", [(1, 1), (1, 60), (2, 3)])
def test_denoise_of_what_is_smaller_than_its_surroundings(
    spooled: Any, opened: Any, tmp_path: Any, size: tuple[int, int]
) -> None:
    Image.new("RGB", size, (10, 200, 30)).save(tmp_path / "small.png")
    ours = filtered(spooled(tmp_path / "small.png"), opened, name="denoise")
    assert ours.size == size
    assert ours.getcolors() == [(size[0] * size[1], (10, 200, 30))]
