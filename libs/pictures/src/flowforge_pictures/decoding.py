"""Decode a file to a Picture: the format by its bytes, the limits by its header, the pixels last."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flowforge_pictures.animations import read_frames, read_loop
from flowforge_pictures.color.management import Profile, normalize
from flowforge_pictures.color.tags import read_color_tags
from flowforge_pictures.engines.vips import EngineError, Image
from flowforge_pictures.header import Header, read_header
from flowforge_pictures.limits import PictureLimits
from flowforge_pictures.naming import naming
from flowforge_pictures.picture import Picture
from flowforge_pictures.source_file import SourceFile
from flowforge_pictures.structure.formats import ANIMATIONS, DRAWINGS, SourceFormat
from servicekit import ResourceLimit

# Given the upright size and whether the picture is a drawing, by how much the decoder may shrink it.
Reduction = Callable[[int, int, bool], float]
# Shown by browsers for delays that are 0 or too short to be meant, in every format.
_DEFAULT_DELAY_MS, _SHORTEST_MEANT_MS = 100, 11
# How libvips and the encoders under it say that an allocation was refused.
_OUT_OF_MEMORY = re.compile(
    r"(out of|insufficient) memory|alloc|bufferpool|undefined aom error", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Decoding:
    """Options of `decode`.

    `animated`: decode all frames of an animation; else the first alone. `page`: decode this page or frame
    alone, counted from 0. `profile`: the color space of the result. `deep`: keep 16 bits per channel.
    `upright`: apply the EXIF orientation.
    """

    animated: bool = True
    profile: Profile = "srgb"
    deep: bool = False
    upright: bool = True
    page: int | None = None


def decode(
    path: Path,
    limits: PictureLimits,
    options: Decoding | None = None,
    reduction: Reduction | None = None,
    *,
    field: str = "file",
) -> Picture:
    """Decode the file; *reduction* lets the decoder skip detail that the first step would discard.

    Pixels may still come from the decoder while steps compute, so compute them inside `reading`. Raises one
    of the errors in `DECODING`.
    """
    options = options or Decoding()
    with naming(field):
        return _decode(path, limits, options, reduction, field)


def _decode(
    path: Path, limits: PictureLimits, options: Decoding, reduction: Reduction | None, field: str
) -> Picture:
    header = read_header(path, limits, options.page, field=field)
    if options.animated and options.page is None and header.frames > 1 and header.format in ANIMATIONS:
        limits.check(header.width, header.height, header.frames)
        return _decode_sequence(header) if header.format in ("avif", "png") else _decode_animation(header)
    return _decode_still(header, options, reduction)


def read_pages(
    path: Path, limits: PictureLimits, options: Decoding | None = None, *, field: str = "file"
) -> Iterator[Picture]:
    """Yield each page of a PDF or TIFF, or each frame of an animation, with its pixels in memory."""
    options = options or Decoding()
    count = read_header(path, limits, field=field).frames
    for page in range(count):
        with reading(path, field=field):
            chosen = Decoding(False, options.profile, options.deep, options.upright, page)  # noqa: FBT003 - a dataclass's fields
            yield decode(path, limits, chosen, field=field).in_memory()


def _decode_still(header: Header, options: Decoding, reduction: Reduction | None) -> Picture:
    size = header.upright_size if options.upright else (header.width, header.height)
    factor = reduction(*size, header.format in DRAWINGS) if reduction else 1.0
    image = header.image if factor == 1.0 and header.format != "pdf" else _reopen(header, factor)
    picture = Picture((image,), header.format, size)
    if options.upright and header.orientation > 1:
        with reading(header.file.path, field=header.file.field):
            picture = picture.in_memory()
        picture = Picture((picture.frames[0].autorot(),), header.format, size, random=True)
    tags = read_color_tags(header.file.path, header.format)
    plain = normalize(picture.frames[0], options.profile, deep=options.deep, tags=tags)
    return Picture((plain,), header.format, size, random=picture.random)


def _reopen(header: Header, factor: float) -> Image:
    """Open the file again with the decoder's own way to a smaller picture, or to a larger drawing."""
    file = header.file
    if header.format == "jpeg":
        shrink = next(step for step in (8, 4, 2, 1) if step <= max(1.0, factor))
        return header.image if shrink == 1 else file.open(shrink=shrink)
    if header.format == "webp" and factor > 2:  # noqa: PLR2004 - half of the work is left to the better filter
        return file.open(scale=2 / factor)
    if header.format == "svg":
        file.limits.check(round(header.width / factor), round(header.height / factor))
        return file.open(scale=1 / factor)
    if header.format == "pdf":
        return file.open(page=header.page, scale=1 / factor)
    return header.image


def _decode_animation(header: Header) -> Picture:
    strip = header.file.open(n=-1)
    height = int(strip.get("page-height"))
    with reading(header.file.path, field=header.file.field):
        strip = normalize(strip, "srgb", deep=False).copy_memory()
    frames = tuple(strip.crop(0, at * height, strip.width, height) for at in range(strip.height // height))
    delays = tuple(strip.get("delay")) if strip.get_typeof("delay") else ()
    if len(delays) != len(frames):
        delays = (_DEFAULT_DELAY_MS,) * len(frames)
    loop = int(strip.get("loop")) if strip.get_typeof("loop") else 0
    return Picture(frames, header.format, (strip.width, height), _shown(delays), loop, random=True)


def _decode_sequence(header: Header) -> Picture:
    images, delays = zip(*read_frames(header.file, 0, header.frames), strict=True)
    tags = read_color_tags(header.file.path, header.format)
    frames = tuple(normalize(image, "srgb", deep=False, tags=tags) for image in images)
    size, loop = (header.width, header.height), read_loop(header.file)
    return Picture(frames, header.format, size, _shown(delays), loop, random=True)


def _shown(delays: Iterable[int]) -> tuple[int, ...]:
    return tuple(delay if delay >= _SHORTEST_MEANT_MS else _DEFAULT_DELAY_MS for delay in delays)


@contextmanager
def reading(path: Path, source: SourceFormat | None = None, *, field: str = "file") -> Iterator[None]:
    """Turn a failure of the decoder, which shows while pixels are computed, into its error.

    A failure of a step that computes them is raised as it is.
    """
    try:
        yield
    except EngineError as error:
        if _OUT_OF_MEMORY.search(str(error)):
            raise ResourceLimit(limit="the memory that one call may take") from error
        limits = PictureLimits()
        file = SourceFile(path, source, limits, field) if source else SourceFile.identify(path, limits, field)
        options = {"n": -1} if file.format in ANIMATIONS and file.format != "png" else {}
        try:
            file.open(**options).copy_memory()
        except EngineError:
            raise file.failure() from error
        raise
