"""Animated PNG: the suite of philip.html5.org/tests/apng (its files are in Pillow's), and round trips.

The last frame of each file of that suite, composed rightly, is green throughout.
"""

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageSequence

from flowforge_image.operations.animate import AnimateForm, animate_images
from flowforge_image.operations.convert import ConvertForm, convert_image
from flowforge_image.operations.info import InfoForm, get_info
from flowforge_image.operations.resize import ResizeForm, resize_image
from flowforge_image.settings import ImageSettings
from flowforge_pictures import TooManyFrames, TooManyPixels, TruncatedPicture, UndecodablePicture

GREEN = (0, 255, 0, 255)


def converted(file: Any, **options: Any) -> Any:
    return convert_image(ConvertForm(file=file, **options), ImageSettings())


def frames_of(path: Any) -> list[tuple[Any, float]]:
    """Return the frames as Pillow shows them, with their durations."""
    with Image.open(path) as opened:
        shown = []
        for at, frame in enumerate(ImageSequence.Iterator(opened)):
            if at == 0 and getattr(opened, "default_image", False):
                continue  # a still for who cannot play it
            image = frame.convert("RGBA")  # decodes it: only then is its duration known
            shown.append((image, frame.info["duration"]))
        return shown


@pytest.mark.parametrize(
    "name",
    ["blend_op_over", "blend_op_source_solid", "dispose_op_background_final", "dispose_op_none",
     "dispose_op_none_region", "dispose_op_previous_final", "fctl_actl"],
)  # fmt: skip
@pytest.mark.parametrize("target", ["png", "webp"])
def test_frames_are_composed_as_the_format_says(upload: Any, opened: Any, name: str, target: str) -> None:
    shown = opened(converted(upload(f"pillow/apng/{name}.png"), format=target, lossless=True))
    shown.seek(getattr(shown, "n_frames", 1) - 1)
    assert shown.convert("RGBA").getcolors() == [(shown.width * shown.height, GREEN)]


@pytest.mark.parametrize(
    ("name", "frames"),
    [("delay", 4), ("num_plays", 2), ("mode_grayscale_alpha", 2), ("single_frame", 1), ("chunk_no_actl", 1),
     ("blend_op_over_near_transparent", 128)],
)  # fmt: skip
def test_what_info_tells_of_them(upload: Any, name: str, frames: int) -> None:
    assert get_info(InfoForm(file=upload(f"pillow/apng/{name}.png")), ImageSettings()).frames == frames


def test_a_still_that_is_not_part_of_the_animation_is_left_out(spooled: Any, opened: Any) -> None:
    colors = [Image.new("RGB", (8, 8), name) for name in ("red", "blue", "lime")]
    stream = io.BytesIO()
    colors[0].save(stream, "PNG", save_all=True, default_image=True, append_images=colors[1:], duration=50)
    made = opened(converted(spooled(stream.getvalue()), format="gif"))
    shown = [frame.convert("RGB").getpixel((0, 0)) for frame in ImageSequence.Iterator(made)]
    assert shown == [(0, 0, 255), (0, 255, 0)]


def test_an_animation_stays_one_when_it_is_resized(upload: Any, opened: Any, picture: Any) -> None:
    answer = resize_image(ResizeForm(file=upload("pillow/apng/delay.png"), width=32), ImageSettings())
    made = opened(answer)
    assert (made.format, made.size, made.n_frames, made.info["loop"]) == ("PNG", (32, 16), 4, 0)
    assert answer.report.frames == 4
    for at, (image, duration) in enumerate(frames_of(picture("pillow/apng/delay.png"))):
        made.seek(at)
        assert made.info["duration"] == duration
        assert made.convert("RGBA").getpixel((16, 8)) == image.getpixel((64, 32))


def test_of_other_animations_a_png_is_still(upload: Any, opened: Any) -> None:
    answer = converted(upload("pillow/dispose_bgnd.gif"), format="png")
    assert (answer.report.frames, opened(answer).is_animated) == (1, False)


def test_a_gif_is_made_an_animated_png_by_animate(
    upload: Any, opened: Any, context: Any, picture: Any
) -> None:
    form = AnimateForm(files=[upload("pillow/iss634.gif")], format="png", width=100)
    answer = animate_images(form, ImageSettings(), context)
    made = opened(answer)
    assert (made.format, made.n_frames, answer.report.frames) == ("PNG", 42, 42)
    image, duration = frames_of(picture("pillow/iss634.gif"))[30]
    made.seek(30)
    assert made.info["duration"] == duration
    ours, theirs = (np.asarray(each.convert("RGB").resize((100, 100)), dtype=float) for each in (made, image))
    assert np.abs(ours - theirs).mean() < 4


def test_frames_that_are_alike_become_one_and_are_counted_so(upload: Any, opened: Any) -> None:
    for target in ("png", "gif"):
        answer = converted(upload("pillow/apng/mode_palette_alpha.png"), format=target)
        assert answer.report.frames == getattr(opened(answer), "n_frames", 1) == 1


@pytest.mark.parametrize("options", [{"colors": 16}, {"max_bytes": 30_000}])
def test_a_palette_makes_it_smaller(
    upload: Any, opened: Any, spooled: Any, context: Any, options: Any
) -> None:
    form = AnimateForm(
        files=[upload("skimage/coffee.png"), upload("skimage/chelsea.png")], format="png", width=150
    )
    large = animate_images(form, ImageSettings(), context)
    small = converted(spooled(large.data), **options)
    made = opened(small)
    assert made.n_frames == 2
    made.seek(1)
    assert len(made.convert("RGBA").getcolors(1 << 16)) <= 256
    assert small.report.bytes < large.report.bytes / 2
    assert small.report.bytes <= options.get("max_bytes", small.report.bytes)


def test_one_frame_of_it(upload: Any, opened: Any, picture: Any) -> None:
    image, _ = frames_of(picture("pillow/apng/delay.png"))[2]
    made = opened(converted(upload("pillow/apng/delay.png"), page=2))
    assert made.convert("RGBA").getpixel((0, 0)) == image.getpixel((0, 0))
    assert not made.is_animated


def test_limits_hold(upload: Any) -> None:
    form = ConvertForm(file=upload("pillow/apng/blend_op_over_near_transparent.png"))
    with pytest.raises(TooManyFrames):
        convert_image(form, ImageSettings(max_frames=127))


def test_a_size_beyond_the_limits_is_told_before_frames_are_counted(picture: Any, spooled: Any) -> None:
    content = picture("pillow/apng/delay.png").read_bytes()
    header = b"IHDR" + struct.pack(">II", 50_000, 50_000) + content[24:29]
    bomb = content[:12] + header + struct.pack(">I", zlib.crc32(header)) + content[33:]
    with pytest.raises(TooManyPixels, match="50000"):
        converted(spooled(bomb))


def test_pixels_of_frames_are_no_metadata(upload: Any, spooled: Any, context: Any) -> None:
    form = AnimateForm(
        files=[upload("skimage/coffee.png"), upload("skimage/chelsea.png")], format="png", effort=0
    )
    answer = animate_images(form, ImageSettings(), context)
    assert answer.report.bytes > 1_400_000
    settings = ImageSettings(max_metadata_bytes=10_000)
    again = convert_image(ConvertForm(file=spooled(answer.data), format="webp"), settings)
    assert again.report.frames == 2


@pytest.mark.parametrize(
    "name", ["chunk_no_fdat", "sequence_gap", "sequence_repeat", "syntax_num_frames_high"]
)
def test_damaged_animations(upload: Any, name: str) -> None:
    with pytest.raises(UndecodablePicture):
        converted(upload(f"pillow/apng/{name}.png"))


def test_one_that_was_cut_off(picture: Any, spooled: Any) -> None:
    content = picture("pillow/apng/delay.png").read_bytes()
    with pytest.raises(TruncatedPicture):
        converted(spooled(content[:-30]))
