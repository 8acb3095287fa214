from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageSequence
from pydantic import ValidationError

from flowforge_image.operations.animate import AnimateForm, AnimationTooShort, animate_images
from flowforge_image.settings import ImageSettings
from flowforge_pictures import TooManyFrames, TooManyPixels

FRAMES = ("skimage/coffee.png", "skimage/chelsea.png", "skimage/rocket.jpg")
FORMATS = ("gif", "webp", "avif")


@pytest.fixture
def animated(context: Any) -> Any:
    def make(files: Any, settings: Any = None, **options: Any) -> Any:
        return animate_images(AnimateForm(files=files, **options), settings or ImageSettings(), context)

    return make


@pytest.fixture
def frames(upload: Any) -> Any:
    return [upload(name) for name in FRAMES]


def shown(opened: Any) -> list[Any]:
    """Return the frames as another decoder shows them, with their durations."""
    found = []
    for frame in ImageSequence.Iterator(opened):
        image = frame.convert("RGB")  # decodes it: only then is an AVIF's duration known
        found.append((image, frame.info["duration"]))
    return found


@pytest.mark.parametrize("target", FORMATS)
def test_frames_are_what_was_sent(
    animated: Any, frames: Any, reference: Any, opened: Any, *, likeness: Any, target: Any
) -> None:
    options: Any = {} if target == "gif" else {"quality": 95}
    made = animated(frames, format=target, durations_ms=[100, 250, 40], width=240, fit="fill", **options)
    assert (made.report.frames, made.report.width, made.report.height) == (3, 240, 160)
    seen = shown(opened(made))
    assert [duration for _, duration in seen] == [100, 250, 40]
    for name, (frame, _) in zip(FRAMES, seen, strict=True):
        expected = reference(name).convert("RGB").resize((240, 160), Image.Resampling.LANCZOS)
        assert likeness(frame, expected) > (0.75 if target == "gif" else 0.85)


@pytest.mark.parametrize("target", ["gif", "webp"])
@pytest.mark.parametrize("loop", [0, 1, 4])
def test_repetitions(animated: Any, frames: Any, opened: Any, *, target: Any, loop: int) -> None:
    """A GIF's own field counts what follows the first time; played once, it has none."""
    info = opened(animated(frames, format=target, loop=loop, width=32)).info
    expected = {0: 0, 1: None, 4: 3}[loop] if target == "gif" else loop
    assert info.get("loop") == expected


def test_the_first_file_gives_the_size(animated: Any, frames: Any, opened: Any) -> None:
    made = animated(frames, format="webp", background="#ff0000", lossless=True)
    assert (made.report.width, made.report.height) == (600, 400)
    tall = shown(opened(made))[1][0]
    assert tall.size == (600, 400)
    assert tall.getpixel((300, 200)) != (255, 0, 0)


@pytest.mark.parametrize("fit", ["fit", "cover"])
def test_other_shapes_are_padded_or_cut(animated: Any, frames: Any, opened: Any, fit: Any) -> None:
    made = animated(
        frames, format="webp", width=100, height=200, fit=fit, background="#ff0000", lossless=True
    )
    corners = {frame.getpixel((0, 0)) == (255, 0, 0) for frame, _ in shown(opened(made))}
    assert corners == {fit == "fit"}


def test_what_is_transparent_stays_so(animated: Any, upload: Any, opened: Any) -> None:
    files = [upload("pillow/transparent.png"), upload("pillow/hopper.jpg")]
    made = opened(animated(files, format="webp", lossless=True, background="transparent"))
    made.seek(0)
    assert np.asarray(made.convert("RGBA"))[..., 3].min() == 0


COLORS = [(255, 0, 0), (0, 255, 0), (0, 0, 255)]


@pytest.mark.parametrize(
    ("order", "expected"), [("forward", [0, 1, 2]), ("reverse", [2, 1, 0]), ("boomerang", [0, 1, 2, 1])]
)
def test_order(animated: Any, spooled: Any, opened: Any, tmp_path: Any, *, order: Any, expected: Any) -> None:
    files = []
    for at, color in enumerate(COLORS):
        Image.new("RGB", (8, 8), color).save(tmp_path / f"{at}.png")
        files.append(spooled(tmp_path / f"{at}.png"))
    made = animated(files, format="webp", lossless=True, order=order)
    assert [COLORS.index(frame.getpixel((4, 4))) for frame, _ in shown(opened(made))] == expected


def test_animations_are_joined(animated: Any, upload: Any, opened: Any) -> None:
    made = animated([upload("pillow/dispose_bgnd.gif"), upload("pillow/avif/star.avifs")], format="gif")
    assert made.report.frames == 10
    assert [duration for _, duration in shown(opened(made))] == [1000] * 5 + [40] * 5


def test_a_size_that_changes_nothing_else(animated: Any, frames: Any) -> None:
    made = animated(frames, height=80)
    assert (made.report.width, made.report.height) == (120, 80)


def test_limits(animated: Any, frames: Any) -> None:
    with pytest.raises(AnimationTooShort):
        animated(frames[:1])
    with pytest.raises(TooManyFrames):
        animated(frames, ImageSettings(max_frames=2))
    with pytest.raises(TooManyFrames):
        animated(frames, ImageSettings(max_frames=3), order="boomerang")
    with pytest.raises(TooManyPixels):
        animated(frames, ImageSettings(max_animation_pixels=600 * 400 * 3 - 1))


def test_durations_are_one_or_one_each(frames: Any) -> None:
    with pytest.raises(ValidationError, match="2 values for 3 files"):
        AnimateForm(files=frames, durations_ms=[100, 100])


def test_through_http(client: Any, picture: Any) -> None:
    parts = [("files", (name, picture(name).read_bytes())) for name in FRAMES]
    answer = client.post(
        "/animate", files=parts, data={"format": "webp", "durations_ms": "[70]", "width": "90"}
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/webp"
