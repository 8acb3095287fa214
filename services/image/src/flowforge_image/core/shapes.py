"""Plain shapes, drawn by the SVG renderer that comes with the engine."""

from flowforge_image.core import colours
from flowforge_image.core.engine import Image


def rounded_box(width: int, height: int, radius: float, colour: str) -> Image:
    """Return a box of one colour with round corners, in red, green, blue and alpha."""
    red, green, blue, alpha = colours.parse(colour)
    return drawn(
        width,
        height,
        f'<rect width="{width}" height="{height}" rx="{radius}" '
        f'fill="rgb({red},{green},{blue})" fill-opacity="{alpha / 255:.4f}"/>',
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
