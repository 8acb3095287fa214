"""Barcodes and matrix codes, read by ZXing (Apache-2.0)."""

from dataclasses import dataclass

from flowforge_ocr.engines.geometry import Point, Quad
from flowforge_ocr.engines.recognized import Pixels


@dataclass(frozen=True, slots=True)
class FoundCode:
    format: str
    text: str
    quad: Quad


def find_codes(pixels: Pixels) -> list[FoundCode]:
    """Return the codes of a picture, from the top."""
    import zxingcpp  # noqa: PLC0415 - in workers only

    found = []
    for code in zxingcpp.read_barcodes(pixels):
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        quad = Quad(*(Point(float(corner.x), float(corner.y)) for corner in corners))
        found.append(FoundCode(str(code.format), code.text, quad))
    return sorted(found, key=lambda one: (one.quad.box.top, one.quad.box.left))
