"""Turn the drawing of a chart into a picture of pixels."""

from pathlib import Path

from flowforge_pictures import Image, PictureLimits, prepare_fonts, with_emoji_font


def rasterize(
    svg: bytes, scale: float = 2, limits: PictureLimits | None = None, fonts: Path | None = None
) -> bytes:
    """Return the SVG of a chart as PNG, with *scale* pixels per unit. Raises TooManyPixels."""
    prepare_fonts(fonts)
    svg = with_emoji_font(svg)
    header = Image.svgload_buffer(svg)
    (limits or PictureLimits()).check(round(header.width * scale), round(header.height * scale))
    content: bytes = Image.svgload_buffer(svg, scale=scale).pngsave_buffer(keep="none")
    return content
