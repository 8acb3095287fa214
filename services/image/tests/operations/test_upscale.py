from typing import Any

import numpy as np
import pytest
from PIL import Image

from flowforge_image.operations.upscale import TooLargeToUpscale, UpscaleForm, upscale_image
from flowforge_image.settings import ImageSettings


@pytest.fixture
def upscaled(context: Any) -> Any:
    return lambda file, **options: upscale_image(
        UpscaleForm(file=file, format="png", **options), ImageSettings(), context
    )


@pytest.mark.parametrize("factor", [2, 3, 4])
def test_the_picture_is_the_same_but_larger(
    upscaled: Any, upload: Any, opened: Any, reference: Any, *, likeness: Any, factor: int
) -> None:
    made = opened(upscaled(upload("pillow/hopper.png"), factor=factor))
    original = reference("pillow/hopper.png").convert("RGB")
    assert made.size == tuple(factor * side for side in original.size)
    assert likeness(made.resize(original.size, Image.Resampling.BOX), original) > 0.85


def test_edges_are_sharper_than_interpolated_ones(
    upscaled: Any, reference: Any, spooled: Any, opened: Any, tmp_path: Any
) -> None:
    whole = reference("skimage/logo.png").convert("RGB").resize((320, 320), Image.Resampling.BOX)
    whole.resize((160, 160), Image.Resampling.BOX).save(tmp_path / "small.png")
    made = opened(upscaled(spooled(tmp_path / "small.png")))
    plain = Image.open(tmp_path / "small.png").resize((320, 320), Image.Resampling.LANCZOS)
    steepest = [
        float(np.quantile(np.abs(np.diff(np.asarray(each.convert("L"), dtype=float))), 0.995))
        for each in (plain, made, whole)
    ]
    assert steepest[0] * 1.1 < steepest[1] < steepest[2] * 1.3


def test_tiles_do_not_show(upscaled: Any, reference: Any, spooled: Any, opened: Any, tmp_path: Any) -> None:
    """The part around where tiles meet is what it is in a cut-out without a seam there."""
    photograph = reference("skimage/coffee.png").crop((0, 0, 260, 120))
    photograph.save(tmp_path / "two-tiles.png")
    photograph.crop((130, 0, 260, 120)).save(tmp_path / "one-tile.png")
    whole, part = (opened(upscaled(spooled(tmp_path / name))) for name in ("two-tiles.png", "one-tile.png"))
    seam = (2 * 162, 0, 2 * 222, 240)  # the seam is at 192
    both = [
        np.asarray(each, dtype=int)
        for each in (whole.crop(seam), part.crop((seam[0] - 260, 0, seam[2] - 260, 240)))
    ]
    assert np.abs(both[0] - both[1]).max() <= 6


def test_transparency_stays(upscaled: Any, upload: Any, opened: Any, reference: Any) -> None:
    made = opened(upscaled(upload("pillow/avif/star.png")))
    before = reference("pillow/avif/star.png").convert("RGBA").getchannel("A")
    after = made.convert("RGBA").getchannel("A").resize(before.size, Image.Resampling.BOX)
    assert np.abs(np.asarray(after, dtype=int) - np.asarray(before, dtype=int)).mean() < 3


def test_limits(upscaled: Any, spooled: Any, tmp_path: Any) -> None:
    Image.new("RGB", (1001, 1000)).save(tmp_path / "large.png")
    with pytest.raises(TooLargeToUpscale, match="1000000 pixels"):
        upscaled(spooled(tmp_path / "large.png"))


def test_through_http(client: Any, picture: Any) -> None:
    content = picture("pillow/hopper.png").read_bytes()
    answer = client.post("/upscale?factor=4", content=content, headers={"Content-Type": "image/png"})
    assert answer.status_code == 200, answer.text
