"""Color spaces that files name without a profile: nclx and cICP (ITU-T H.273), gAMA and cHRM of PNG."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from flowforge_pictures.structure.formats import SourceFormat
from flowforge_pictures.structure.parts import png_chunks

Chromaticities = tuple[float, ...]  # x and y of white, red, green and blue
_D65 = (0.3127, 0.3290)
SRGB: Chromaticities = (*_D65, 0.640, 0.330, 0.300, 0.600, 0.150, 0.060)
# By H.273, table 2. Those of BT.601, which hardly differ from sRGB's, are read as sRGB, as browsers do.
_PRIMARIES: dict[int, Chromaticities] = {
    9: (*_D65, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046),
    11: (0.314, 0.351, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060),
    12: (*_D65, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060),
}
_GAMMAS = {4: 2.2, 5: 2.8, 8: 1.0}  # table 3; of the others but PQ and HLG, sRGB is near enough
PQ, HLG = 16, 18
_SRGB_GAMMA = 45_455
_GAMMA_SLACK, _PRIMARY_SLACK = 1_000, 0.002
_MOST_META_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ColorTags:
    """`transfer` is PQ, HLG or 0; else `gamma` is the exponent, or None for the curve of sRGB."""

    primaries: Chromaticities = SRGB
    gamma: float | None = None
    transfer: int = 0

    @property
    def is_srgb(self) -> bool:
        return self == ColorTags()


def read_color_tags(path: Path, source: SourceFormat) -> ColorTags:
    """Return the color space that a PNG, AVIF or HEIC file names by code points or numbers; else sRGB."""
    if source not in ("png", "avif", "heic"):
        return ColorTags()
    with path.open("rb") as stream:
        return _of_png(stream) if source == "png" else _of_boxes(stream.read(_MOST_META_BYTES))


def _of_png(stream: BinaryIO) -> ColorTags:
    """Prefer cICP to iCCP and sRGB, and these to gAMA and cHRM (W3C PNG, 4.3)."""
    found: dict[bytes, bytes] = {}
    for kind, length, at in png_chunks(stream):
        if kind == b"IDAT":
            break
        if (kind in (b"cICP", b"iCCP", b"sRGB", b"gAMA", b"cHRM") and length <= 32) or kind == b"iCCP":  # noqa: PLR2004 - the longest, cHRM
            stream.seek(at + 8)
            found[kind] = stream.read(min(length, 32))
    if len(code := found.get(b"cICP", b"")) == 4:  # noqa: PLR2004 - four code points
        return _of_code_points(code[0], code[1])
    if b"iCCP" in found or b"sRGB" in found:
        return ColorTags()
    gamma = int.from_bytes(found.get(b"gAMA", b""), "big")
    exponent = 100_000 / gamma if gamma and abs(gamma - _SRGB_GAMMA) > _GAMMA_SLACK else None
    return ColorTags(_chromaticities(found.get(b"cHRM", b"")), exponent)


def _chromaticities(chunk: bytes) -> Chromaticities:
    if len(chunk) != 32:  # noqa: PLR2004 - eight numbers
        return SRGB
    numbers = tuple(number / 100_000 for number in struct.unpack(">8I", chunk))
    is_valid = all(0 < number < 1 for number in numbers)
    is_near = all(abs(one - other) < _PRIMARY_SLACK for one, other in zip(numbers, SRGB, strict=True))
    return numbers if is_valid and not is_near else SRGB


def _of_boxes(content: bytes) -> ColorTags:
    """Find the `colr` box of type nclx; a profile, which would be another one, takes precedence."""
    at = content.find(b"colrnclx")
    if at < 0 or b"colrprof" in content or b"colrrICC" in content:
        return ColorTags()
    primaries, transfer = struct.unpack_from(">HH", content.ljust(at + 12, b"\0"), at + 8)
    return _of_code_points(primaries, transfer)


def _of_code_points(primaries: int, transfer: int) -> ColorTags:
    return ColorTags(
        _PRIMARIES.get(primaries, SRGB),
        _GAMMAS.get(transfer),
        transfer if transfer in (PQ, HLG) else 0,
    )
