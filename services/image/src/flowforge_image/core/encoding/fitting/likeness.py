"""How much what was written looks like what was to be written."""

import io

import numpy as np

from flowforge_image.core.analysis.similarity import ssim
from flowforge_image.core.encoding.fitting.sampling import Sample
from flowforge_pictures import Image, opened_by_pillow


def likeness(content: bytes, part: Sample) -> float:
    """Return the SSIM of what was written, scaled up to the full size, with the picture, in the sample."""
    written = _shown(_first_frame(content))
    width, height = part.size
    if (written.width, written.height) != (width, height):
        written = written.resize(width / written.width, vscale=height / written.height).cast("uchar")
    return round(ssim(_shown(part.picture.frames[0]), part.cut(written)), 4)


def _shown(image: Image) -> Image:
    """Return *image* with 8 bits a channel."""
    if image.format == "uchar":
        return image
    return image.colourspace("srgb" if image.bands > 2 else "b-w")  # noqa: PLR2004 - gray, alpha


def _first_frame(content: bytes) -> Image:
    """Decode what was written. libvips does not read animated AVIF (ISO/IEC 23000-22, brand `avis`)."""
    if content[4:12] != b"ftypavis":
        return Image.new_from_buffer(content, "")
    with opened_by_pillow(io.BytesIO(content), "avif") as animation:
        return Image.new_from_array(np.asarray(animation))
