"""Write drawn pages as PNG, JPEG, WebP or TIFF, and pages as SVG."""

import base64
import io
import re
import tempfile
from pathlib import Path
from typing import Literal

from PIL import Image

PictureFormat = Literal["png", "jpeg", "webp", "tiff"]
MEDIA_TYPES = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp", "tiff": "image/tiff",
               "svg": "image/svg+xml"}  # fmt: skip
EXTENSIONS = {"png": "png", "jpeg": "jpg", "webp": "webp", "tiff": "tiff", "svg": "svg"}
_NESTED = re.compile(rb'xlink:href="data:image/svg\+xml;base64,([^"]+)"')


def encode(picture: Image.Image, target: PictureFormat, *, quality: int, dpi: float) -> bytes:
    buffer = io.BytesIO()
    density = (round(dpi), round(dpi))
    if target == "png":
        picture.save(buffer, "PNG", compress_level=2, dpi=density)
    elif target == "jpeg":
        picture.convert("L" if picture.mode == "L" else "RGB").save(
            buffer, "JPEG", quality=quality, dpi=density
        )
    elif target == "webp":
        picture.save(buffer, "WEBP", quality=quality, method=3)
    else:
        picture.save(buffer, "TIFF", compression="tiff_lzw", dpi=density)
    return buffer.getvalue()


def as_svg(document: bytes, page: int, size: tuple[float, float]) -> bytes:
    """Return a page, from 1, as SVG: text becomes outlines, pictures stay pictures."""
    import typst  # noqa: PLC0415 - few calls need it

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "page.pdf").write_bytes(document)
        source = (
            f"#set page(width: {size[0]:.3f}pt, height: {size[1]:.3f}pt, margin: 0pt)\n"
            f'#image("page.pdf", page: {page}, width: 100%, height: 100%, fit: "stretch")\n'
        )
        main = Path(folder, "main.typ")
        main.write_text(source, encoding="utf-8")
        drawn: bytes = typst.compile(str(main), root=folder, format="svg")
    nested = _NESTED.search(drawn)
    return base64.b64decode(nested[1]) if nested else drawn
