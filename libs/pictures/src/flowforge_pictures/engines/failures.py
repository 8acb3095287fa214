"""Choose the error for a file whose decoder failed."""

from pathlib import Path

from flowforge_pictures.errors import NoPixels, TruncatedPicture, UndecodablePicture
from flowforge_pictures.structure.completeness import is_cut_off
from flowforge_pictures.structure.formats import SourceFormat
from flowforge_pictures.structure.parts import says_no_pixels


def decoding_error(
    path: Path, source: SourceFormat, field: str = "file"
) -> NoPixels | TruncatedPicture | UndecodablePicture:
    """Return the error that fits: no pixels, cut off, or damaged. *field* is the request's field."""
    if says_no_pixels(path, source):
        return NoPixels()
    kind = TruncatedPicture if is_cut_off(path, source) else UndecodablePicture
    return kind(field=field, format=source.upper())
