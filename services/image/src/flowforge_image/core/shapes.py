"""Plain shapes, drawn by the SVG renderer that comes with the engine."""

import math
from collections.abc import Sequence

from flowforge_image.core import colours
from flowforge_image.core.engine import Image
from flowforge_image.core.picture import Picture


def rounded_box(width: int, height: int, radius: float, colour: str) -> Image:
    """Return a box of one colour with round corners, in red, green, blue and alpha."""
    *_, alpha = colours.parse(colour)
    return drawn(
        width,
        height,
        f'<rect width="{width}" height="{height}" rx="{radius}" '
        f'fill="{svg_colour(colour)}" fill-opacity="{alpha / 255:.4f}"/>',
    )


def drawn(width: int, height: int, elements: str) -> Image:
    """Draw SVG elements of our own making; coordinates are pixels."""
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{elements}</svg>'
    return Image.svgload_buffer(drawing.encode())


def tinted(mask: Image, colour: str) -> Image:
    """Return *colour* where *mask*, 8 bits and one band, is white, and nothing where it is black."""
    red, green, blue, alpha = colours.parse(colour)
    opacity = mask if alpha == 255 else (mask * (alpha / 255)).rint().cast("uchar")  # noqa: PLR2004 - full
    plain = mask.new_from_image([red, green, blue]).copy(interpretation="srgb")
    return plain.bandjoin(opacity)


def clear(width: int, height: int) -> Image:
    """Return a picture in which nothing is seen, in red, green, blue and alpha."""
    return Image.black(width, height, bands=4).copy(interpretation="srgb")


def gradient(width: int, height: int, stops: Sequence[str], angle: float) -> Image:
    """Return a linear gradient through *stops*; *angle* as in CSS: 0 is upwards, 90 to the right.

    Its line is as long as CSS Images Level 3 says: the corners have the first and the last colour.
    """
    turn = math.radians(angle)
    along, down = math.sin(turn), -math.cos(turn)
    half = (abs(width * along) + abs(height * down)) / 2
    x, y = along * half, down * half
    written = "".join(
        f'<stop offset="{at / max(1, len(stops) - 1)}" stop-color="{svg_colour(stop)}" '
        f'stop-opacity="{colours.parse(stop)[3] / 255:.4f}"/>'
        for at, stop in enumerate(stops)
    )
    middle = f'x1="{width / 2 - x}" y1="{height / 2 - y}" x2="{width / 2 + x}" y2="{height / 2 + y}"'
    return drawn(
        width,
        height,
        f'<linearGradient id="g" gradientUnits="userSpaceOnUse" {middle}>{written}</linearGradient>'
        f'<rect width="{width}" height="{height}" fill="url(#g)"/>',
    )


def painted(fill: str | None, stroke: float, stroke_colour: str) -> str:
    """Return the attributes with which SVG fills and outlines an element."""
    inside = "none" if fill is None else svg_colour(fill)
    seen = 0 if fill is None else colours.parse(fill)[3] / 255
    outline = colours.parse(stroke_colour)[3] / 255
    return (
        f'fill="{inside}" fill-opacity="{seen:.4f}" stroke-width="{stroke}" '
        f'stroke="{svg_colour(stroke_colour) if stroke else "none"}" stroke-opacity="{outline:.4f}"'
    )


def svg_colour(colour: str) -> str:
    """Return the colour as SVG writes it, without its transparency."""
    red, green, blue, _ = colours.parse(colour)
    return f"rgb({red},{green},{blue})"


def plain(width: int, height: int, colour: str) -> Picture:
    """Return a picture of one colour, with transparency if the colour has any."""
    red, green, blue, alpha = colours.parse(colour)
    bands = [red, green, blue] if alpha == 255 else [red, green, blue, alpha]  # noqa: PLR2004 - full
    image = Image.black(1, 1).new_from_image(bands).cast("uchar").copy(interpretation="srgb")
    image = image.embed(0, 0, width, height, extend="copy")
    return Picture((image,), "png", (width, height), random=True)
