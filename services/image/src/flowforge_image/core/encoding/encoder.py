"""Encode a Picture: one set of options for all formats, each format's own arguments from it."""

import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from flowforge_image.core.encoding import animations, icons
from flowforge_image.core.encoding.effort_cost import affordable_effort, most_pixels
from flowforge_image.core.encoding.formats import TargetFormat
from flowforge_image.core.encoding.metadata_writing import write_metadata
from flowforge_image.core.errors import UnwritablePicture
from flowforge_image.core.metadata.kept import Metadata, kept_metadata
from flowforge_pictures import ANIMATIONS, INTEGER, INTEGERS, Image, Picture, Profile, parse_color

Chroma = Literal["420", "444"]
MILLIMETERS_AN_INCH = 25.4  # libvips counts pixels by the millimeter
_LONGEST_SIDE: dict[TargetFormat, int] = {
    "jpeg": 65_535,
    "webp": 16_383,
    "gif": 65_535,
    "avif": 16_384,
    "ico": icons.LONGEST_SIDE,
}
# More do not fit into the memory of a call: AVIF's encoder holds pixels several times over, GIF's as numbers.
_MOST_PIXELS: dict[TargetFormat, int] = {"avif": 40_000_000, "gif": 25_000_000}
DEFAULT_QUALITY: dict[TargetFormat, int] = {
    "jpeg": 80, "webp": 80, "avif": 50, "png": 100, "gif": 100, "tiff": 90, "ico": 100
}  # fmt: skip
# 9 is slowest and smallest. AVIF: aom's speed is 9 minus this.
DEFAULT_EFFORT: dict[TargetFormat, int] = {
    "jpeg": 0, "webp": 4, "avif": 3, "png": 6, "gif": 7, "tiff": 6, "ico": 9,
}  # fmt: skip
_PALETTE_EFFORT = 9  # of a PNG, by default
_LARGE_AVIF_PIXELS, _LARGE_AVIF_EFFORT = 8_000_000, 1


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to write a picture; None is the format's default."""

    format: TargetFormat
    quality: int | None = None
    lossless: bool = False
    effort: int | None = None
    chroma: Chroma | None = None
    progressive: bool = False
    colors: int | None = None
    dither: float = 1
    palette_quality: int = 100
    background: str = "white"
    metadata: Metadata = "strip"
    profile: Profile = "srgb"
    dpi: float | None = None

    def at(self, quality: int, chroma: Chroma | None = None) -> "Encoding":
        return replace(self, quality=quality, chroma=chroma or self.chroma)


def encode(picture: Picture, options: Encoding) -> bytes:
    """Return the picture in the format of *options*; what the format cannot hold is flattened or left out.

    Encoders write no metadata: what is kept of it is cleaned and written into their result. Raises
    UnwritablePicture if the picture is too large for the format.
    """
    check_size(picture.width, picture.height, options.format)
    options = _with_effort(picture, options)
    kept = kept_metadata(picture.frames[0], options.metadata, options.dpi)
    return write_metadata(_encode_pixels(picture, options), options.format, kept)


def _encode_pixels(picture: Picture, options: Encoding) -> bytes:
    if options.format == "avif" and picture.is_animated:
        subsampling = "4:4:4" if options.lossless or options.chroma == "444" else "4:2:0"
        quality = 100 if options.lossless else _quality(options)
        return animations.write_avif(picture, quality, options.effort, subsampling)
    if options.format == "png" and picture.is_animated:
        return animations.write_png(picture, _effort(options), _palette(options) if options.colors else None)
    image = _joined(picture) if options.format in ANIMATIONS and picture.is_animated else picture.frames[0]
    if options.format == "jpeg" and image.hasalpha():
        image = flatten(image, options.background)
    if options.dpi is not None:
        density = options.dpi / MILLIMETERS_AN_INCH
        image = image.copy(xres=density, yres=density)
    keep = "icc" if options.profile != "srgb" and image.get_typeof("icc-profile-data") else "none"
    written: bytes = _WRITERS[options.format](image, options, keep)
    return written


def check_size(width: int, height: int, target: TargetFormat) -> None:
    """Raise UnwritablePicture if the format cannot hold a picture of this size."""
    side, pixels = _LONGEST_SIDE.get(target), _MOST_PIXELS.get(target)
    reason = ""
    if side and max(width, height) > side:
        reason = f"no side may be longer than {side} pixels"
    elif pixels and width * height > pixels:
        reason = f"it may have at most {pixels} pixels, so resize it, or choose JPEG or WebP"
    if reason:
        raise UnwritablePicture(width=width, height=height, format=target, reason=reason)


def _with_effort(picture: Picture, options: Encoding) -> Encoding:
    """Return *options* with the effort asked for, or by default one that takes a few seconds at the most.

    Raises UnwritablePicture for an effort that would take a picture of this size too long.
    """
    pixels = picture.width * picture.height * len(picture.frames)
    asked = options.effort
    effort = affordable_effort(options, _usual_effort(picture, options), pixels) if asked is None else asked
    most = most_pixels(options, effort)
    if pixels <= most:
        return replace(options, effort=effort)
    advice = "resize it" if asked is None else "lower 'effort'"
    reason = f"with 'effort' {effort} it may have at most {most} pixels, so {advice}"
    raise UnwritablePicture(width=picture.width, height=picture.height, format=options.format, reason=reason)


def _usual_effort(picture: Picture, options: Encoding) -> int:
    if options.format == "avif" and picture.is_animated:
        return animations.DEFAULT_EFFORT
    if options.format == "avif" and picture.width * picture.height > _LARGE_AVIF_PIXELS:
        return _LARGE_AVIF_EFFORT
    return _PALETTE_EFFORT if options.format == "png" and options.colors else DEFAULT_EFFORT[options.format]


def flatten(image: Image, background: str) -> Image:
    red, green, blue, alpha = parse_color(background)
    if alpha == 0:  # nothing to see through to: white, as paper
        red = green = blue = 255
    scale = 257 if image.format == "ushort" else 1
    fill = [red * scale, green * scale, blue * scale]
    if image.bands <= 2:  # noqa: PLR2004 - gray with alpha
        image = image.colourspace("rgb16" if scale > 1 else "srgb")
    return image.flatten(background=fill)


def _joined(picture: Picture) -> Image:
    """Stack the frames into the tall strip that libvips writes as an animation."""
    strip = Image.arrayjoin(list(picture.frames), across=1).copy()
    strip.set_type(INTEGER, "page-height", picture.height)
    strip.set_type(INTEGERS, "delay", list(picture.delays_ms))
    strip.set_type(INTEGER, "loop", picture.loop)
    return strip


def _effort(options: Encoding) -> int:
    """Return the effort, which `encode` has decided."""
    return DEFAULT_EFFORT[options.format] if options.effort is None else options.effort


def _quality(options: Encoding) -> int:
    return DEFAULT_QUALITY[options.format] if options.quality is None else options.quality


def _jpeg(image: Image, options: Encoding, keep: str) -> Any:
    thorough = _effort(options) > 0
    content = image.jpegsave_buffer(
        Q=_quality(options),
        interlace=options.progressive,
        optimize_coding=thorough,
        trellis_quant=_effort(options) > 4,  # noqa: PLR2004 - the upper half of the scale
        optimize_scans=options.progressive and _effort(options) > 6,  # noqa: PLR2004 - its upper third
        subsample_mode=_subsampling(options),
        keep=keep,
    )
    return content if options.dpi is None else _with_density(content, options.dpi)


def _with_density(jpeg: bytes, dpi: float) -> bytes:
    """Put a JFIF header first (ITU-T T.871, 10.1): libvips tells the density of a JPEG in EXIF alone."""
    inches, count = 1, max(1, round(dpi))
    header = struct.pack(">2sH5sHBHHBB", b"\xff\xe0", 16, b"JFIF\0", 0x0102, inches, count, count, 0, 0)
    return jpeg[:2] + header + jpeg[2:]


def _subsampling(options: Encoding) -> str:
    return {"420": "on", "444": "off", None: "auto"}[options.chroma]


def _png(image: Image, options: Encoding, keep: str) -> Any:
    palette = _palette(options) if options.colors else {}
    return image.pngsave_buffer(
        compression=_effort(options), interlace=options.progressive, keep=keep, **palette
    )


def _palette(options: Encoding) -> dict[str, Any]:
    """Return the options of a palette; the lower its quality, the fewer of its colors are used."""
    return {
        "palette": True,
        "bitdepth": _bits(options.colors or 256),
        "effort": max(1, _effort(options) - 2),
        "dither": options.dither,
        "Q": options.palette_quality,
    }


def _bits(colors_wanted: int) -> int:
    return next(bits for bits in (1, 2, 4, 8) if 1 << bits >= colors_wanted)


def _webp(image: Image, options: Encoding, keep: str) -> Any:
    return image.webpsave_buffer(
        Q=_quality(options),
        lossless=options.lossless,
        effort=min(6, _effort(options)),
        smart_subsample=options.chroma == "444",
        keep=keep,
    )


def _avif(image: Image, options: Encoding, keep: str) -> Any:
    return image.heifsave_buffer(
        Q=_quality(options),
        lossless=options.lossless,
        compression="av1",
        effort=_effort(options),
        subsample_mode=_subsampling(options),
        bitdepth=8 if image.format == "uchar" else 12,
        keep=keep,
    )


def _gif(image: Image, options: Encoding, keep: str) -> Any:
    bits = max(1, (max(2, options.colors or 256) - 1).bit_length())
    return image.gifsave_buffer(
        effort=max(1, _effort(options)),
        bitdepth=bits,
        dither=options.dither,
        interlace=options.progressive,
        keep=keep,
    )


def _tiff(image: Image, options: Encoding, keep: str) -> Any:
    lossy = options.quality is not None and not options.lossless and not image.hasalpha()
    if lossy and image.format == "uchar":
        return image.tiffsave_buffer(compression="jpeg", Q=options.quality, keep=keep)
    return image.tiffsave_buffer(compression="deflate", predictor="horizontal", keep=keep)


def _ico(image: Image, options: Encoding, keep: str) -> Any:
    del options, keep
    return icons.write_icon(icons.in_all_sizes(image))


_WRITERS: dict[TargetFormat, Callable[[Image, Encoding, str], Any]] = {
    "jpeg": _jpeg, "png": _png, "webp": _webp, "avif": _avif, "gif": _gif, "tiff": _tiff,
    "ico": _ico,
}  # fmt: skip
