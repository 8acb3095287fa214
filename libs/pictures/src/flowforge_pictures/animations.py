"""Read animated AVIF and PNG with Pillow: libvips reads only their first frame."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import numpy as np
from PIL import Image as Pillow

from flowforge_pictures.engines.arrays import from_array
from flowforge_pictures.engines.pillow import DECODER_ERRORS, is_transparent, opened_by_pillow
from flowforge_pictures.engines.vips import Image
from flowforge_pictures.errors import TooManyPixels
from flowforge_pictures.source_file import SourceFile
from flowforge_pictures.structure.parts import has_animation_chunk

_SEQUENCE_BRAND = b"avis"
_LONGEST_BRANDS = 1024


def count_frames(file: SourceFile) -> int:
    """Return how many frames an AVIF or PNG has, without decoding a pixel."""
    with file.path.open("rb") as stream:
        is_sequence = _has_sequence_brand(stream) if file.format == "avif" else has_animation_chunk(stream)
    if not is_sequence:
        return 1
    with _opened(file) as sequence:
        return _count(sequence)


def read_frames(file: SourceFile, first: int, count: int) -> Iterator[tuple[Image, int]]:
    """Yield frames with their durations in milliseconds."""
    with _opened(file) as sequence:
        mode = "RGBA" if is_transparent(sequence) else "RGB"
        begin = first + _stills(sequence)
        for at in range(begin, begin + count):
            sequence.seek(at)
            pixels = np.asarray(sequence.convert(mode))
            yield from_array(pixels), round(sequence.info.get("duration", 0))


def read_loop(file: SourceFile) -> int:
    """Return how often the animation is played; 0 is for ever, and always so for an AVIF."""
    with _opened(file) as sequence:
        return int(sequence.info.get("loop", 0))


def count_png_frames(content: Any) -> int:
    """Return the number of frames of an animated PNG, given as a path or a binary stream."""
    with opened_by_pillow(content, "png") as sequence:
        return _count(sequence)


def _has_sequence_brand(stream: BinaryIO) -> bool:
    size = min(int.from_bytes(stream.read(4), "big"), _LONGEST_BRANDS)
    return _SEQUENCE_BRAND in stream.read(size)


def _count(sequence: Pillow.Image) -> int:
    return int(getattr(sequence, "n_frames", 1)) - _stills(sequence)


def _stills(sequence: Pillow.Image) -> int:
    """Return 1 if a PNG begins with a picture that is not part of its animation."""
    return int(bool(getattr(sequence, "default_image", False)))


@contextmanager
def _opened(file: SourceFile) -> Iterator[Pillow.Image]:
    try:
        with opened_by_pillow(file.path, file.format) as sequence:
            yield sequence
    except Pillow.DecompressionBombError as error:
        raise TooManyPixels("The picture has more pixels than are allowed.") from error
    except DECODER_ERRORS as error:
        raise file.failure() from error
