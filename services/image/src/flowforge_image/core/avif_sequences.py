"""Animated AVIF: libvips neither reads nor writes the image sequences of that format, Pillow does both."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image as Pillow

from flowforge_image.core.engine import Image
from flowforge_image.core.loaders import unreadable
from flowforge_image.core.picture import Picture
from flowforge_image.core.pixels import from_pixels

DEFAULT_EFFORT = 1
_FASTEST_SPEED = 9  # aom's, which counts the other way
_SEQUENCE_BRAND = b"avis"
_LONGEST_BRANDS = 1024


def count_frames(path: Path) -> int:
    """Return how many frames an AVIF file has; no pixel of it is decoded."""
    with path.open("rb") as stream:
        size = min(int.from_bytes(stream.read(4), "big"), _LONGEST_BRANDS)
        if _SEQUENCE_BRAND not in stream.read(size):
            return 1
    with _opened(path) as sequence:
        return int(getattr(sequence, "n_frames", 1))


def read_frames(path: Path, first: int, count: int) -> Iterator[tuple[Image, int]]:
    """Yield frames of an animated AVIF with their durations in milliseconds."""
    with _opened(path) as sequence:
        mode = "RGBA" if sequence.mode in ("RGBA", "LA") else "RGB"
        for at in range(first, first + count):
            sequence.seek(at)
            pixels = np.asarray(sequence.convert(mode))
            yield from_pixels(pixels), int(sequence.info.get("duration", 0))


@contextmanager
def _opened(path: Path) -> Iterator[Pillow.Image]:
    try:
        with Pillow.open(path, formats=["AVIF"]) as sequence:
            yield sequence
    except (OSError, EOFError, SyntaxError, ValueError, RuntimeError) as error:
        raise unreadable(path, "avif") from error


def write_frames(picture: Picture, quality: int, effort: int | None, subsampling: str) -> bytes:
    """Encode all frames of *picture*. AVIF as Pillow writes it repeats for ever."""
    speed = _FASTEST_SPEED - (DEFAULT_EFFORT if effort is None else effort)
    frames = [Pillow.fromarray(frame.numpy()) for frame in picture.in_colour().frames]
    stream = io.BytesIO()
    frames[0].save(
        stream,
        "AVIF",
        save_all=True,
        append_images=frames[1:],
        duration=list(picture.delays_ms),
        quality=quality,
        speed=speed,
        subsampling=subsampling,
        max_threads=1,
    )
    return stream.getvalue()
