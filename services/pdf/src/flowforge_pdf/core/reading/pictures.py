"""The pictures inside a document."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from PIL import Image

_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Placed:
    """An image object, with the page that it is first used on, from 1."""

    page: int
    image: pikepdf.Stream


def images_of(pdf: pikepdf.Pdf, positions: list[int]) -> Iterator[Placed]:
    """Yield every image once, in the order of first use."""
    seen: set[tuple[int, int]] = set()
    for position in positions:
        for image in _images_in(pdf.pages[position].obj.get("/Resources"), 0, seen):
            yield Placed(position + 1, image)


def _images_in(resources: object, depth: int, seen: set[tuple[int, int]]) -> Iterator[pikepdf.Stream]:
    objects = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(objects, pikepdf.Dictionary) or depth > _DEEPEST:
        return
    for each in objects.values():
        if not isinstance(each, pikepdf.Stream) or each.objgen in seen:
            continue
        seen.add(each.objgen)
        if each.get("/Subtype") == "/Image":
            yield each
        elif each.get("/Subtype") == "/Form":
            yield from _images_in(each.get("/Resources"), depth + 1, seen)


def extracted(image: pikepdf.Stream) -> tuple[bytes, str]:
    """Return the picture as it is stored where that is a file of its own, else as PNG; and its extension.

    Raises what pikepdf raises for pictures that it cannot decode.
    """
    buffer = io.BytesIO()
    mask = image.get("/SMask")
    if not isinstance(mask, pikepdf.Stream):
        extension = pikepdf.PdfImage(image).extract_to(stream=buffer)
        return buffer.getvalue(), extension.lstrip(".")
    picture = pikepdf.PdfImage(image).as_pil_image()
    alpha = pikepdf.PdfImage(mask).as_pil_image().convert("L")
    rgba = picture.convert("RGB")
    if alpha.size != rgba.size:
        alpha = alpha.resize(rgba.size, Image.Resampling.BILINEAR)
    rgba.putalpha(alpha)
    rgba.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue(), "png"
