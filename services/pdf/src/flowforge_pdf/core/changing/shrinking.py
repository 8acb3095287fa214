"""Make the images of a document smaller."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from PIL import Image

from flowforge_pdf.core.reading.pictures import images_of
from flowforge_pdf.core.redacting.content.graphics_state import Fonts
from flowforge_pdf.core.redacting.content.walking import Walker
from flowforge_pdf.core.redacting.faults import Unreadable

_LEAST_SIDE = 16
_SPACES = ("/DeviceRGB", "/DeviceGray", "/CalRGB", "/CalGray", "/ICCBased", "/Indexed", "/DeviceCMYK")


@dataclass(frozen=True, slots=True)
class Shrinking:
    dpi: float
    quality: int
    grayscale: bool = False


def shrink_images(pdf: pikepdf.Pdf, how: Shrinking) -> int:
    """Resample and recompress images where that makes them smaller; return how many changed."""
    densities = dict(_densities(pdf))
    changed = 0
    for placed in images_of(pdf, list(range(len(pdf.pages)))):
        image = placed.image
        density = densities.get(image.objgen, how.dpi)
        changed += _shrink(image, min(1.0, how.dpi / max(density, 1.0)), how)
    return changed


def _densities(pdf: pikepdf.Pdf) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield the pixels an inch of every image, where it is drawn largest."""
    least: dict[tuple[int, int], float] = {}
    fonts = Fonts()
    for page in pdf.pages:
        try:
            drawn = Walker(fonts).walk(page.obj, page.obj.get("/Resources"))
        except Unreadable:
            continue
        for each in drawn.images:
            if each.image is not None:
                a, b, *_ = each.matrix
                inches = max((a * a + b * b) ** 0.5 / 72, 0.01)
                density = float(each.image.get("/Width", 1)) / inches
                least[each.image.objgen] = min(density, least.get(each.image.objgen, density))
    yield from least.items()


def _shrink(image: pikepdf.Stream, factor: float, how: Shrinking) -> bool:
    if image.get("/ImageMask", False) or "/Mask" in image or "/Decode" in image or not _is_plain(image):
        return False
    try:
        picture = pikepdf.PdfImage(image).as_pil_image()
        before = len(image.read_raw_bytes())
        smaller = _resampled(picture, factor, grayscale=how.grayscale)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - an image that cannot be decoded stays as it is
        return False
    buffer = io.BytesIO()
    smaller.save(buffer, "JPEG", quality=how.quality, optimize=True)
    if buffer.tell() >= before * 0.95:
        return False
    image.write(buffer.getvalue(), filter=pikepdf.Name.DCTDecode)
    image.Width, image.Height = smaller.size
    image.BitsPerComponent = 8
    image.ColorSpace = pikepdf.Name.DeviceGray if smaller.mode == "L" else pikepdf.Name.DeviceRGB
    return True


def _is_plain(image: pikepdf.Stream) -> bool:
    space: Any = image.get("/ColorSpace")
    name = str(space[0]) if isinstance(space, pikepdf.Array) and len(space) else str(space)
    return name in _SPACES and int(image.get("/BitsPerComponent", 8)) > 1


def _resampled(picture: Image.Image, factor: float, *, grayscale: bool) -> Image.Image:
    plain = picture.convert("L" if grayscale or picture.mode in ("L", "LA") else "RGB")
    size = max(_LEAST_SIDE, round(plain.width * factor)), max(_LEAST_SIDE, round(plain.height * factor))
    if factor < 0.95 and size[0] < plain.width:  # noqa: PLR2004 - it would gain nothing
        return plain.resize(size, Image.Resampling.LANCZOS)
    return plain
