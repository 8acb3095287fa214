"""Pages that were changed, as one picture or as a PDF of pictures."""

import io
from collections.abc import Sequence
from typing import Literal

from flowforge_ocr.engines.recognized import Pixels

PictureFormat = Literal["png", "jpeg", "pdf"]
Drawn = tuple[Pixels, float | None]


def written(pages: Sequence[Drawn], form: PictureFormat, quality: int = 92) -> tuple[bytes, str, str]:
    """Return the content of a file, its media type and its extension; more than one page is a PDF.

    Pictures have no metadata.
    """
    from PIL import Image  # noqa: PLC0415 - in workers only

    buffer = io.BytesIO()
    if form != "pdf" and len(pages) == 1:
        pixels, _ = pages[0]
        Image.fromarray(pixels).save(buffer, form.upper(), quality=quality)
        return buffer.getvalue(), f"image/{form}", form
    import pikepdf  # noqa: PLC0415 - in workers only

    from flowforge_ocr.core.exports.searchable import add_picture  # noqa: PLC0415 - likewise

    with pikepdf.new() as pdf:
        for pixels, dpi in pages:
            add_picture(pdf, pixels, dpi, quality)
        pdf.save(buffer)
    return buffer.getvalue(), "application/pdf", "pdf"
