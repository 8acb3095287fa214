"""Write animated AVIF and PNG with Pillow: libvips writes only their first frame."""

import io
from typing import Any

from PIL import Image as Pillow

from flowforge_pictures import Image, Picture, count_png_frames, opened_by_pillow

DEFAULT_EFFORT = 1
_FASTEST_SPEED = 9  # aom's, which counts the other way


def write_avif(picture: Picture, quality: int, effort: int | None, subsampling: str) -> bytes:
    """Encode all frames of *picture*. AVIF as Pillow writes it repeats for ever."""
    speed = _FASTEST_SPEED - (DEFAULT_EFFORT if effort is None else effort)
    frames = [Pillow.fromarray(frame.numpy()) for frame in picture.in_color().frames]
    options = {"quality": quality, "speed": speed, "subsampling": subsampling, "max_threads": 1}
    return _written(frames, picture, "AVIF", **options)


def write_png(picture: Picture, effort: int, palette: dict[str, Any] | None) -> bytes:
    """Encode all frames of *picture*, in one palette if asked for; equal consecutive frames become one."""
    if palette is None:
        frames = [Pillow.fromarray(frame.numpy()) for frame in picture.in_color().frames]
    else:
        frames = _in_one_palette(picture, palette)
    return _written(frames, picture, "PNG", loop=picture.loop, compress_level=effort)


def _in_one_palette(picture: Picture, palette: dict[str, Any]) -> list[Pillow.Image]:
    strip = Image.arrayjoin(list(picture.frames), across=1)
    content = strip.pngsave_buffer(compression=0, keep="none", **palette)
    with opened_by_pillow(io.BytesIO(content), "png") as joined:
        tops = range(0, joined.height, picture.height)
        return [joined.crop((0, top, picture.width, top + picture.height)) for top in tops]


def _written(frames: list[Pillow.Image], picture: Picture, name: str, **options: object) -> bytes:
    stream = io.BytesIO()
    delays = list(picture.delays_ms)
    frames[0].save(stream, name, save_all=True, append_images=frames[1:], duration=delays, **options)
    return stream.getvalue()


def count_written(content: bytes) -> int:
    """Return how many frames a PNG of `write_png` has."""
    return count_png_frames(io.BytesIO(content))
