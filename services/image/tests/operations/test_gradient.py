from typing import Any

import numpy as np
import pytest
from PIL import Image
from pydantic import ValidationError

from flowforge_image.operations.gradient import GradientForm, lay_gradient
from flowforge_image.settings import ImageSettings


@pytest.fixture
def made(opened: Any) -> Any:
    def make(file: Any, **options: Any) -> Any:
        form = GradientForm(file=file, format="png", **options)
        return np.asarray(opened(lay_gradient(form, ImageSettings())), dtype=float)

    return make


def test_one_color_is_a_tint(made: Any, upload: Any, reference: Any) -> None:
    coffee = np.asarray(reference("skimage/coffee.png"), dtype=float)
    ours = made(upload("skimage/coffee.png"), stops=["#ff000080"])
    share = 0x80 / 255
    assert np.abs(ours - (coffee * (1 - share) + np.array([255, 0, 0]) * share)).max() <= 1.5


@pytest.mark.parametrize(
    ("angle", "axis", "forward"), [(180, 0, True), (0, 0, False), (90, 1, True), (270, 1, False)]
)
def test_it_goes_where_the_angle_says(
    made: Any, spooled: Any, tmp_path: Any, angle: float, *, axis: int, forward: bool
) -> None:
    Image.new("RGB", (100, 60), "white").save(tmp_path / "white.png")
    shown = made(spooled(tmp_path / "white.png"), stops=["transparent", "black"], direction=angle)[..., 0]
    line = shown.mean(axis=1 - axis)
    expected = 255 - (np.arange(len(line)) + 0.5) / len(line) * 255
    assert np.abs(line - (expected if forward else expected[::-1])).max() < 3


def test_large_pictures_get_the_same(made: Any, spooled: Any, tmp_path: Any) -> None:
    Image.new("RGB", (5000, 40), "white").save(tmp_path / "wide.png")
    line = made(spooled(tmp_path / "wide.png"), stops=["transparent", "black"], direction=90)[20, :, 0]
    assert np.abs(line - (255 - (np.arange(5000) + 0.5) / 5000 * 255)).max() < 3


def test_opacity_and_blending(made: Any, upload: Any, reference: Any) -> None:
    coffee = np.asarray(reference("skimage/coffee.png"), dtype=float)
    assert np.array_equal(made(upload("skimage/coffee.png"), opacity=0), coffee)
    multiplied = made(upload("skimage/coffee.png"), stops=["#8040ff"], blend="multiply")
    assert np.abs(multiplied - coffee * np.array([0x80, 0x40, 0xFF]) / 255).max() <= 1.5


def test_every_frame_gets_it(upload: Any, opened: Any) -> None:
    answer = lay_gradient(
        GradientForm(file=upload("pillow/dispose_bgnd.gif"), stops=["lime"]), ImageSettings()
    )
    made = opened(answer)
    for at in range(made.n_frames):
        made.seek(at)
        assert made.convert("RGB").getpixel((0, 0)) == (0, 255, 0)


def test_what_is_no_gradient(upload: Any) -> None:
    for stops in ([], ["red"] * 9, ["no color"]):
        with pytest.raises(ValidationError, match="stops"):
            GradientForm(file=upload("pillow/hopper.jpg"), stops=stops)


def test_through_http(client: Any, picture: Any) -> None:
    files = {"file": picture("pillow/hopper.jpg").read_bytes()}
    answer = client.post("/gradient", files=files, data={"stops": ["transparent", "navy"], "direction": "90"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
