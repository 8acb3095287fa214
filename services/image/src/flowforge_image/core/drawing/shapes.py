"""Plain shapes, drawn by the SVG renderer that comes with the engine."""

import math
from collections.abc import Sequence

from flowforge_pictures import Image, Picture, parse_color


def rounded_box(width: int, height: int, radius: float, color: str) -> Image:
    """Return a box of one color with round corners, in red, green, blue and alpha."""
    *_, alpha = parse_color(color)
    return drawn(
        width,
        height,
        f'<rect width="{width}" height="{height}" rx="{radius}" '
        f'fill="{svg_color(color)}" fill-opacity="{alpha / 255:.4f}"/>',
    )


def drawn(width: int, height: int, elements: str) -> Image:
    """Draw SVG elements of our own making; coordinates are pixels."""
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{elements}</svg>'
    return Image.svgload_buffer(drawing.encode())


def tinted(mask: Image, color: str) -> Image:
    """Return *color* where *mask*, 8 bits and one band, is white, and nothing where it is black."""
    red, green, blue, alpha = parse_color(color)
    opacity = mask if alpha == 255 else (mask * (alpha / 255)).rint().cast("uchar")  # noqa: PLR2004 - full
    plain = mask.new_from_image([red, green, blue]).copy(interpretation="srgb")
    return plain.bandjoin(opacity)


def clear(width: int, height: int) -> Image:
    """Return a picture in which nothing is seen, in red, green, blue and alpha."""
    return Image.black(width, height, bands=4).copy(interpretation="srgb")


def gradient(width: int, height: int, stops: Sequence[str], angle: float) -> Image:
    """Return a linear gradient through *stops*; *angle* as in CSS: 0 is upwards, 90 to the right.

    Its line is as long as CSS Images Level 3 says: the corners have the first and the last color.
    """
    turn = math.radians(angle)
    along, down = math.sin(turn), -math.cos(turn)
    half = (abs(width * along) + abs(height * down)) / 2
    x, y = along * half, down * half
    written = "".join(
        f'<stop offset="{at / max(1, len(stops) - 1)}" stop-color="{svg_color(stop)}" '
        f'stop-opacity="{parse_color(stop)[3] / 255:.4f}"/>'
        for at, stop in enumerate(stops)
    )
    middle = f'x1="{width / 2 - x}" y1="{height / 2 - y}" x2="{width / 2 + x}" y2="{height / 2 + y}"'
    return drawn(
        width,
        height,
        f'<linearGradient id="g" gradientUnits="userSpaceOnUse" {middle}>{written}</linearGradient>'
        f'<rect width="{width}" height="{height}" fill="url(#g)"/>',
    )


def painted(fill: str | None, stroke: float, stroke_color: str) -> str:
    """Return the attributes with which SVG fills and outlines an element."""
    inside = "none" if fill is None else svg_color(fill)
    seen = 0 if fill is None else parse_color(fill)[3] / 255
    outline = parse_color(stroke_color)[3] / 255
    return (
        f'fill="{inside}" fill-opacity="{seen:.4f}" stroke-width="{stroke}" '
        f'stroke="{svg_color(stroke_color) if stroke else "none"}" stroke-opacity="{outline:.4f}"'
    )


def svg_color(color: str) -> str:
    """Return the color as SVG writes it, without its transparency."""
    red, green, blue, _ = parse_color(color)
    return f"rgb({red},{green},{blue})"


def plain(width: int, height: int, color: str) -> Picture:
    """Return a picture of one color, with transparency if the color has any."""
    red, green, blue, alpha = parse_color(color)
    bands = [red, green, blue] if alpha == 255 else [red, green, blue, alpha]  # noqa: PLR2004 - full
    image = Image.black(1, 1).new_from_image(bands).cast("uchar").copy(interpretation="srgb")
    image = image.embed(0, 0, width, height, extend="copy")
    return Picture((image,), "png", (width, height), random=True)
