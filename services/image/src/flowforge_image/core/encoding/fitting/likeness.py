"""How much what was written looks like what was to be written."""

from flowforge_image.core.analysis.similarity import ssim
from flowforge_image.core.encoding.fitting.sampling import Sample
from flowforge_pictures import Image


def likeness(content: bytes, part: Sample) -> float:
    """Return the SSIM of what was written, scaled up to the full size, with the picture, in the sample."""
    written = _shown(Image.new_from_buffer(content, ""))
    width, height = part.size
    if (written.width, written.height) != (width, height):
        written = written.resize(width / written.width, vscale=height / written.height).cast("uchar")
    return round(ssim(_shown(part.picture.frames[0]), part.cut(written)), 4)


def _shown(image: Image) -> Image:
    """Return *image* with 8 bits a channel."""
    if image.format == "uchar":
        return image
    return image.colourspace("srgb" if image.bands > 2 else "b-w")  # noqa: PLR2004 - gray, alpha
