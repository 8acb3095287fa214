"""Read what a file says of itself, and check it against the limits before a pixel is decoded."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flowforge_pictures.animations import count_frames, read_frames
from flowforge_pictures.engines.vips import Image
from flowforge_pictures.errors import UnknownPage
from flowforge_pictures.limits import PictureLimits
from flowforge_pictures.naming import naming
from flowforge_pictures.source_file import SourceFile
from flowforge_pictures.structure.formats import SourceFormat
from flowforge_pictures.structure.parts import gif_ends_early, metadata_bytes
from flowforge_pictures.structure.webp import webp_lost_a_part

_BLOBS = {"exif-data": "EXIF", "xmp-data": "XMP", "iptc-data": "IPTC", "icc-profile-data": "ICC"}
# Decoders pass over what they cannot read of these, and show the rest as the whole.
_LOSSES: dict[SourceFormat, Callable[[Path], bool]] = {"gif": gif_ends_early, "webp": webp_lost_a_part}
_SIDEWAYS = 5  # EXIF orientations from here on swap width and height
_MILLIMETERS_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Header:
    """`width` and `height` are those of one frame as stored; `image` has the metadata, and lazy pixels."""

    file: SourceFile
    width: int
    height: int
    frames: int
    orientation: int
    image: Image
    page: int = 0

    @property
    def format(self) -> SourceFormat:
        return self.file.format

    @property
    def upright_size(self) -> tuple[int, int]:
        """Width and height as a viewer shows the picture, with its EXIF orientation applied."""
        sideways = self.orientation >= _SIDEWAYS
        return (self.height, self.width) if sideways else (self.width, self.height)

    @property
    def dpi(self) -> float:
        """Pixels per inch; 25.4 (one per millimeter) if the file does not say."""
        return float(self.image.xres) * _MILLIMETERS_PER_INCH


def read_header(path: Path, limits: PictureLimits, page: int | None = None, *, field: str = "file") -> Header:
    """Read the header, that of *page* if given. Raises one of `errors.DECODING` if it may not be decoded."""
    with naming(field):
        return _read_header(path, limits, page, field)


def _read_header(path: Path, limits: PictureLimits, page: int | None, field: str) -> Header:
    file = SourceFile.identify(path, limits, field)
    limits.check_metadata("embedded", metadata_bytes(path, file.format, limits.metadata_bytes))
    if file.format in _LOSSES and _LOSSES[file.format](path):
        raise file.failure()
    image = file.open()
    limits.check(image.width, image.height)
    frames = _count_pages(file, image)
    if page is not None and page >= frames:
        raise UnknownPage(page=page, count=frames)
    if page:
        image = _open_page(file, page)
        limits.check(image.width, image.height)
    for name, kind in _BLOBS.items():
        if image.get_typeof(name):
            limits.check_metadata(kind, len(image.get(name)))
    orientation = int(image.get("orientation")) if image.get_typeof("orientation") else 1
    return Header(file, image.width, image.height, frames, orientation, image, page or 0)


def _count_pages(file: SourceFile, image: Image) -> int:
    if file.format in ("avif", "png"):
        return count_frames(file)
    return int(image.get("n-pages")) if image.get_typeof("n-pages") else 1


def _open_page(file: SourceFile, page: int) -> Image:
    if file.format in ("avif", "png"):
        image, _ = next(read_frames(file, page, 1))
        return image
    return file.open(page=page)
