"""The encodings that `max_bytes` chooses from, as ladders from small files to good pictures."""

from dataclasses import replace

from flowforge_image.core.encoding.encoder import Chroma, Encoding
from flowforge_image.core.encoding.formats import TargetFormat

Ladder = tuple[Encoding, ...]
LOSSY: tuple[TargetFormat, ...] = ("jpeg", "webp", "avif")
HIGHEST_QUALITY = 100
_LOWEST_QUALITY, _LIKELY_QUALITY = 5, 60
# How fast files grow: the logarithm of the size by each step of quality, and by each step of a palette.
_QUALITY_SLOPE, _PALETTE_SLOPE = 0.03, 0.2
# A PNG's palette has 1, 2, 4 or 8 bits; of 8 bits, a lower quality uses fewer colors. A GIF has 1 to 8 bits.
_PALETTES: dict[TargetFormat, tuple[tuple[int, int], ...]] = {
    "png": ((2, 100), (4, 100), (16, 100), *((256, quality) for quality in (10, 25, 40, 55, 70, 85, 100))),
    "gif": tuple((colors, 100) for colors in (2, 4, 8, 16, 32, 64, 128, 256)),
}
_ANY = float("inf")
# Bytes are what matters here: encoders take the time that makes a difference, less a pixel for more pixels.
_EFFORTS: dict[TargetFormat, tuple[tuple[float, int], ...]] = {
    "jpeg": ((4e6, 5), (_ANY, 1)),
    "png": ((4e5, 6), (4e6, 4), (_ANY, 3)),
    "gif": ((4e5, 7), (4e6, 4), (_ANY, 2)),
    "webp": ((8e6, 4), (_ANY, 2)),
    "avif": ((2e6, 3), (8e6, 1), (_ANY, 0)),
}


def ladders(options: Encoding, pixels: float) -> list[Ladder]:
    """Return the ladders for a picture of so many pixels: one for each chroma of a JPEG, if that is open."""
    efforts = _EFFORTS.get(options.format, ((_ANY, None),))
    effort = next(effort for most, effort in efforts if pixels <= most)
    base = replace(options, lossless=False, effort=effort if options.effort is None else options.effort)
    if options.format in LOSSY:
        highest = options.quality or HIGHEST_QUALITY
        qualities = range(min(_LOWEST_QUALITY, highest), highest + 1)
        chromas: tuple[Chroma | None, ...] = (options.chroma,)
        if options.chroma is None and options.format == "jpeg":
            chromas = ("420", "444")
        return [tuple(base.at(quality, chroma) for quality in qualities) for chroma in chromas]
    if options.format not in _PALETTES:
        return [(base,)]
    most = options.colors or (257 if options.format == "png" else 256)  # a PNG needs no palette
    palettes = tuple(
        # Dithering makes files larger and less like the picture.
        replace(base, colors=colors, palette_quality=quality, dither=0)
        for colors, quality in _PALETTES[options.format]
        if colors < most or (options.format == "gif" and colors == most)
    )
    return [palettes if options.format == "gif" else (*palettes, base)]


def likely_rung(ladder: Ladder) -> int:
    """Return the rung to begin with: a middling quality, but all colors."""
    if ladder[0].format in LOSSY:
        return min(_LIKELY_QUALITY, len(ladder) - 1)
    return len(ladder) - 1


def slope_of(ladder: Ladder) -> float:
    return _QUALITY_SLOPE if ladder[0].format in LOSSY else _PALETTE_SLOPE
