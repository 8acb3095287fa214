"""Open files with one of Pillow's decoders: BMP and ICO, and the animations that libvips cannot read."""

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from PIL import Image as Pillow

from flowforge_pictures.structure.formats import SourceFormat

_NAMES: dict[SourceFormat, str] = {"jp2": "JPEG2000"}
# What Pillow and pi-heif raise for damaged files.
DECODER_ERRORS = (OSError, EOFError, LookupError, ValueError, SyntaxError, RuntimeError, struct.error)


@contextmanager
def opened_by_pillow(file: Path | BinaryIO, source: SourceFormat) -> Iterator[Pillow.Image]:
    """Open a file with one decoder. Its warnings are silenced: sizes are held to our own limits."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Pillow.open(file, formats=[_NAMES.get(source, source.upper())]) as picture:
            yield picture


def is_transparent(picture: Pillow.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
