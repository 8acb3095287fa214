"""Decode a file to a Picture: the format by its bytes, the limits by its header, the pixels last."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flowforge_image.core import sequences
from flowforge_image.core.color_management import Profile, normalize
from flowforge_image.core.engine import EngineError, Image
from flowforge_image.core.faults import UnknownPage, UnknownPictureFormat
from flowforge_image.core.formats import ANIMATIONS, DRAWINGS, SourceFormat, format_of, read_head
from flowforge_image.core.limits import PictureLimits
from flowforge_image.core.loaders import load, unreadable
from flowforge_image.core.picture import Picture
from flowforge_image.core.structure import metadata_bytes
from servicekit import ResourceLimit

# Given the upright size and whether the picture is a drawing, by how much the decoder may shrink it.
Reduction = Callable[[int, int, bool], float]
_BLOBS = {"exif-data": "EXIF", "xmp-data": "XMP", "iptc-data": "IPTC", "icc-profile-data": "ICC"}
_SIDEWAYS = 5  # EXIF orientations from here on swap width and height
_DEFAULT_DELAY_MS = 100
# How libvips and the encoders under it say that an allocation was refused.
_OUT_OF_MEMORY = re.compile(
    r"(out of|insufficient) memory|alloc|bufferpool|undefined aom error", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Decoding:
    """What the caller wants of the decoder. `animated`: all frames, if it has any; `page`: that one alone."""

    animated: bool = True
    profile: Profile = "srgb"
    deep: bool = False
    upright: bool = True
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says of itself; `width` and `height` are those of one frame, as stored."""

    format: SourceFormat
    width: int
    height: int
    frames: int
    orientation: int
    image: Image
    page: int = 0

    @property
    def upright_size(self) -> tuple[int, int]:
        sideways = self.orientation >= _SIDEWAYS
        return (self.height, self.width) if sideways else (self.width, self.height)


def read_header(path: Path, limits: PictureLimits, page: int | None = None) -> Header:
    """Read the header, that of *page* if given, and raise the fault that fits if it may not be decoded."""
    source = format_of(read_head(path))
    if source is None:
        raise UnknownPictureFormat
    limits.check_metadata("embedded", metadata_bytes(path, source, limits.metadata_bytes))
    image = load(path, source, limits)
    limits.check(image.width, image.height)
    frames = _count_pages(path, source, image)
    if page is not None and page >= frames:
        raise UnknownPage(page=page, count=frames)
    if page:
        image = _load_page(path, source, limits, page)
        limits.check(image.width, image.height)
    for name, kind in _BLOBS.items():
        if image.get_typeof(name):
            limits.check_metadata(kind, len(image.get(name)))
    orientation = int(image.get("orientation")) if image.get_typeof("orientation") else 1
    return Header(source, image.width, image.height, frames, orientation, image, page or 0)


def _count_pages(path: Path, source: SourceFormat, image: Image) -> int:
    if source in ("avif", "png"):
        return sequences.count_frames(path, source)
    return int(image.get("n-pages")) if image.get_typeof("n-pages") else 1


def _load_page(path: Path, source: SourceFormat, limits: PictureLimits, page: int) -> Image:
    if source in ("avif", "png"):
        image, _ = next(sequences.read_frames(path, source, page, 1))
        return image
    return load(path, source, limits, page=page)


def decode(
    path: Path, limits: PictureLimits, wanted: Decoding | None = None, reduction: Reduction | None = None
) -> Picture:
    """Decode the file; *reduction* lets the decoder skip detail that the first step would discard.

    Pixels may still come from the decoder while steps compute: see `reading`.
    """
    wanted = wanted or Decoding()
    header = read_header(path, limits, wanted.page)
    size = header.upright_size if wanted.upright else (header.width, header.height)
    if wanted.animated and wanted.page is None and header.frames > 1 and header.format in ANIMATIONS:
        limits.check(header.width, header.height, header.frames)
        if header.format in ("avif", "png"):
            return _decode_sequence(path, header.format, header)
        return _decode_animation(path, header, limits)
    factor = reduction(*size, header.format in DRAWINGS) if reduction else 1.0
    if factor == 1.0 and header.format != "pdf":
        image = header.image
    else:
        image = _reload(path, header, limits, factor)
    picture = Picture((image,), header.format, size)
    if wanted.upright and header.orientation > 1:
        with reading(path, header.format):
            picture = picture.in_memory()
        picture = Picture((picture.frames[0].autorot(),), header.format, size, random=True)
    plain = normalize(picture.frames[0], wanted.profile, deep=wanted.deep)
    return Picture((plain,), header.format, size, random=picture.random)


def _reload(path: Path, header: Header, limits: PictureLimits, factor: float) -> Image:
    """Open the file again with the decoder's own way to a smaller picture, or to a larger drawing."""
    if header.format == "jpeg":
        shrink = next(step for step in (8, 4, 2, 1) if step <= max(1.0, factor))
        return header.image if shrink == 1 else load(path, "jpeg", limits, shrink=shrink)
    if header.format == "webp" and factor > 2:  # noqa: PLR2004 - half of the work is left to the better filter
        return load(path, "webp", limits, scale=2 / factor)
    if header.format == "svg":
        limits.check(round(header.width / factor), round(header.height / factor))
        return load(path, "svg", limits, scale=1 / factor)
    if header.format == "pdf":
        return load(path, "pdf", limits, page=header.page, scale=1 / factor)
    return header.image


def _decode_animation(path: Path, header: Header, limits: PictureLimits) -> Picture:
    strip = load(path, header.format, limits, n=-1)
    height = int(strip.get("page-height"))
    with reading(path, header.format):
        strip = normalize(strip, "srgb", deep=False).copy_memory()
    frames = tuple(strip.crop(0, at * height, strip.width, height) for at in range(strip.height // height))
    delays = tuple(strip.get("delay")) if strip.get_typeof("delay") else ()
    if len(delays) != len(frames):
        delays = (_DEFAULT_DELAY_MS,) * len(frames)
    loop = int(strip.get("loop")) if strip.get_typeof("loop") else 0
    return Picture(frames, header.format, (strip.width, height), delays, loop, random=True)


def _decode_sequence(path: Path, source: sequences.Sequence, header: Header) -> Picture:
    images, delays = zip(*sequences.read_frames(path, source, 0, header.frames), strict=True)
    frames = tuple(normalize(image, "srgb", deep=False) for image in images)
    size, loop = (header.width, header.height), sequences.read_loop(path, source)
    return Picture(frames, source, size, delays, loop, random=True)


@contextmanager
def reading(path: Path, source: SourceFormat) -> Iterator[None]:
    """Tell a failure of the decoder, which shows while steps compute, from a failure of a step."""
    try:
        yield
    except EngineError as error:
        if _OUT_OF_MEMORY.search(str(error)):
            raise ResourceLimit(limit="the memory that one call may take") from error
        options = {"n": -1} if source in ANIMATIONS and source != "png" else {}
        try:
            load(path, source, PictureLimits(), **options).copy_memory()
        except EngineError:
            raise unreadable(path, source) from error
        raise
