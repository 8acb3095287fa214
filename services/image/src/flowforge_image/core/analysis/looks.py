"""What a picture looks like at a glance: its colors, its sharpness, and whether there is anything in it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow

from flowforge_image.core.analysis.similarity import luminance
from flowforge_image.core.drawing.geometry import resize_exactly
from flowforge_pictures import Image, Picture

_GLANCE = 128  # pixels on the longer side: colors need no more
_MOST_COLORS = 6
_BLANK_DEVIATION = 2.0
_LAPLACIAN = [[0, 1, 0], [1, -4, 1], [0, 1, 0]]


@dataclass(frozen=True, slots=True)
class Colors:
    """Colors as #rrggbb; the palette begins with the most frequent one."""

    average: str
    palette: tuple[str, ...]


def colors_of(picture: Picture) -> Colors:
    """Return the mean color and a palette of up to six; what is transparent shows on white."""
    small = _glance(picture)
    average = [round(small.extract_band(band).avg()) for band in range(3)]
    pixels = Pillow.fromarray(small.numpy(), "RGB").quantize(_MOST_COLORS, Pillow.Quantize.MEDIANCUT)
    counted = sorted(((count, int(str(at))) for count, at in pixels.getcolors() or []), reverse=True)
    table = pixels.getpalette() or []
    return Colors(_name(average), tuple(_name(table[3 * at : 3 * at + 3]) for _, at in counted))


def sharpness(picture: Picture) -> float:
    """Return the variance of the Laplacian of the luminance (Pech-Pacheco et al., 2000)."""
    laplacian = luminance(picture.frames[0]).cast("float").conv(Image.new_from_array(_LAPLACIAN))
    return _deviation(laplacian) ** 2


def is_blank(picture: Picture) -> bool:
    """Return whether the picture is of one tone, but for noise."""
    return _deviation(luminance(picture.frames[0]).cast("float")) < _BLANK_DEVIATION


def _deviation(image: Image) -> float:
    """Return the standard deviation; that of a single pixel, which libvips refuses to tell, is 0."""
    return float(image.deviate()) if image.width * image.height > 1 else 0.0


def _glance(picture: Picture) -> Image:
    scale = min(1.0, _GLANCE / max(picture.width, picture.height))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    small = resize_exactly(picture.in_color(), *size, "linear").frames[0]
    return small.flatten(background=[255, 255, 255]) if small.hasalpha() else small


def glance(picture: Picture, longest: int) -> "npt.NDArray[np.uint8]":
    """Return red, green, blue and alpha of the picture, scaled down until no side is above *longest*."""
    scale = min(1.0, longest / max(picture.width, picture.height))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    small = resize_exactly(picture.in_color().with_alpha(), *size, "linear").frames[0]
    pixels: npt.NDArray[np.uint8] = small.cast("uchar").numpy()
    return pixels


def _name(color: list[int]) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in color)
