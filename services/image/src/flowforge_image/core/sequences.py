"""Animated AVIF and PNG: libvips neither reads nor writes their sequences of frames, Pillow does both."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

import numpy as np
from PIL import Image as Pillow

from flowforge_image.core.engine import Image
from flowforge_image.core.faults import TooManyPixels
from flowforge_image.core.loaders import GIVEN_UP, is_transparent, opened_by_pillow, unreadable
from flowforge_image.core.picture import Picture
from flowforge_image.core.pixels import from_pixels
from flowforge_image.core.structure import has_animation_chunk

Sequence = Literal["avif", "png"]
DEFAULT_EFFORT = 1
_FASTEST_SPEED = 9  # aom's, which counts the other way
_SEQUENCE_BRAND = b"avis"
_LONGEST_BRANDS = 1024


def count_frames(path: Path, source: Sequence) -> int:
    """Return how many frames the file has; no pixel of it is decoded."""
    with path.open("rb") as stream:
        is_sequence = _has_sequence_brand(stream) if source == "avif" else has_animation_chunk(stream)
    if not is_sequence:
        return 1
    with _opened(path, source) as sequence:
        return _count(sequence)


def _has_sequence_brand(stream: BinaryIO) -> bool:
    size = min(int.from_bytes(stream.read(4), "big"), _LONGEST_BRANDS)
    return _SEQUENCE_BRAND in stream.read(size)


def _count(sequence: Pillow.Image) -> int:
    return int(getattr(sequence, "n_frames", 1)) - _stills(sequence)


def _stills(sequence: Pillow.Image) -> int:
    """Return 1 if a PNG begins with a picture that is not part of its animation."""
    return int(bool(getattr(sequence, "default_image", False)))


def read_frames(path: Path, source: Sequence, first: int, count: int) -> Iterator[tuple[Image, int]]:
    """Yield frames with their durations in milliseconds."""
    with _opened(path, source) as sequence:
        mode = "RGBA" if is_transparent(sequence) else "RGB"
        begin = first + _stills(sequence)
        for at in range(begin, begin + count):
            sequence.seek(at)
            pixels = np.asarray(sequence.convert(mode))
            yield from_pixels(pixels), round(sequence.info.get("duration", 0))


def read_loop(path: Path, source: Sequence) -> int:
    """Return how often the animation is played; 0 is for ever, and always so for an AVIF."""
    with _opened(path, source) as sequence:
        return int(sequence.info.get("loop", 0))


@contextmanager
def _opened(path: Path, source: Sequence) -> Iterator[Pillow.Image]:
    try:
        with opened_by_pillow(path, source) as sequence:
            yield sequence
    except Pillow.DecompressionBombError as error:
        raise TooManyPixels("The picture has more pixels than are allowed.") from error
    except GIVEN_UP as error:
        raise unreadable(path, source) from error


def write_avif(picture: Picture, quality: int, effort: int | None, subsampling: str) -> bytes:
    """Encode all frames of *picture*. AVIF as Pillow writes it repeats for ever."""
    speed = _FASTEST_SPEED - (DEFAULT_EFFORT if effort is None else effort)
    frames = [Pillow.fromarray(frame.numpy()) for frame in picture.in_color().frames]
    options = {"quality": quality, "speed": speed, "subsampling": subsampling, "max_threads": 1}
    return _written(frames, picture, "AVIF", **options)


def write_png(picture: Picture, effort: int, palette_bits: int | None) -> bytes:
    """Encode all frames of *picture*, if asked for in one palette; frames that are alike become one."""
    if palette_bits is None:
        frames = [Pillow.fromarray(frame.numpy()) for frame in picture.in_color().frames]
    else:
        frames = _in_one_palette(picture, palette_bits)
    return _written(frames, picture, "PNG", loop=picture.loop, compress_level=effort)


def _in_one_palette(picture: Picture, bits: int) -> list[Pillow.Image]:
    strip = Image.arrayjoin(list(picture.frames), across=1)
    content = strip.pngsave_buffer(palette=True, bitdepth=bits, effort=7, compression=0, keep="none")
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
    with opened_by_pillow(io.BytesIO(content), "png") as sequence:
        return _count(sequence)
