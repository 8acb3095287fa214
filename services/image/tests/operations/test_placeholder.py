from typing import Any

import numpy as np
import pytest

from flowforge_fonts import FontLacksCharacters
from flowforge_image.core.errors import TextDoesNotFit
from flowforge_image.operations.placeholder import PlaceholderRequest, make_placeholder
from flowforge_image.settings import ImageSettings
from flowforge_pictures import TooManyPixels


def made(opened: Any, **options: Any) -> Any:
    answer = make_placeholder(PlaceholderRequest(**{"width": 300, "height": 200} | options), ImageSettings())
    return np.asarray(opened(answer).convert("RGB"), dtype=int)


def test_size_color_and_label(opened: Any) -> None:
    pixels = made(opened, color="#224466")
    assert pixels.shape == (200, 300, 3)
    assert pixels[0, 0].tolist() == [0x22, 0x44, 0x66]
    rows, columns = np.where(np.abs(pixels - pixels[0, 0]).max(axis=2) > 100)
    assert abs((columns.min() + columns.max()) / 2 - 150) < 3
    assert abs((rows.min() + rows.max()) / 2 - 100) < 10
    assert pixels.max() > 230  # bright letters on a dark ground
    assert made(opened, color="#eeeeee").min() < 60


def test_without_a_label_it_is_plain(opened: Any) -> None:
    assert len(np.unique(made(opened, labelled=False).reshape(-1, 3), axis=0)) == 1


@pytest.mark.parametrize(
    ("angle", "first", "last"),
    [
        (90, (100, 0), (100, 299)),
        (180, (0, 150), (199, 150)),
        (0, (199, 150), (0, 150)),
        (135, (0, 0), (199, 299)),
    ],
)
def test_a_gradient_runs_where_css_says(opened: Any, angle: int, first: Any, last: Any) -> None:
    pixels = made(opened, labelled=False, color="black", second_color="white", gradient_angle=angle)
    assert pixels[first].max() <= 2
    assert pixels[last].min() >= 253
    assert abs(pixels[100, 150].mean() - 127.5) < 3


def test_a_label_nobody_asked_for_is_left_out_where_there_is_no_room(opened: Any) -> None:
    assert made(opened, width=3, height=3).shape == (3, 3, 3)
    with pytest.raises(TextDoesNotFit):
        made(opened, width=3, height=3, text="a")


def test_what_cannot_be_made(opened: Any) -> None:
    with pytest.raises(FontLacksCharacters):
        made(opened, text="𓀀")
    with pytest.raises(TooManyPixels):
        made(opened, width=16_000, height=16_000)


def test_through_http(client: Any) -> None:
    answer = client.post("/placeholder", json={"width": 64, "height": 64, "text": "图片", "format": "webp"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
