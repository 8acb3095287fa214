"""Where on a page a signature is drawn, and how."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import Field

from flowforge_pdf.core.arranging.placing import upright
from flowforge_pdf.core.boxes import Box, rotation_of, shown_size, visible_box
from flowforge_pdf.core.lengths import Length, Offset
from flowforge_pdf.core.signing.appearances import draw_signature
from flowforge_pdfs.faults import PageOutOfRange
from servicekit import RequestBody

_TEXT = "{signer}\n{date} {time}\n{reason}"


class SignaturePlace(RequestBody):
    """A rectangle on the page as it is shown: (0, 0) is its top left corner."""

    page: int = Field(-1, description="Number of the page, from 1; -1 is the last one.")
    x: Offset = Field("20mm", validate_default=True, description="Distance from the left edge.")
    y: Offset = Field("20mm", validate_default=True, description="Distance from the top edge.")
    width: Length = Field(
        "70mm",
        validate_default=True,
        description="Width of the visible signature: points, or a text such as 70mm.",
    )
    height: Length = Field(
        "20mm",
        validate_default=True,
        description="Height of the visible signature: points, or a text such as 20mm.",
    )
    text: str = Field(
        _TEXT, max_length=500, description="Text; {signer}, {date}, {time} and {reason} are replaced."
    )


def place_on(pdf: Any, place: SignaturePlace) -> tuple[int, Box]:
    """Return the page, from 0, and the rectangle in its own coordinates."""
    position = place.page - 1 if place.page > 0 else len(pdf.pages) + place.page
    if place.page == 0 or not 0 <= position < len(pdf.pages):
        raise PageOutOfRange(field="visible.page", page=place.page, count=len(pdf.pages))
    page = pdf.pages[position]
    _, height, _ = shown_size(page)
    back = upright(visible_box(page), rotation_of(page)).inverse()
    corners = (place.x, height - place.y - place.height), (place.x + place.width, height - place.y)
    xs, ys = zip(*(back.transform(corner) for corner in corners), strict=True)
    return position, Box(min(xs), min(ys), max(xs), max(ys))


@contextmanager
def drawn_style(
    place: SignaturePlace | None, signer: Any, picture: bytes | None, reason: str | None
) -> Iterator[Any]:
    """Give the style of pyHanko that draws the signature; None if it is drawn nowhere."""
    from pyhanko.pdf_utils import content  # noqa: PLC0415 - few calls need it
    from pyhanko.stamp import StaticStampStyle  # noqa: PLC0415 - likewise

    if place is None:
        yield None
        return
    subject = signer.signing_cert.subject
    page = draw_signature(
        place.text,
        (place.width, place.height),
        picture,
        signer=str(subject.native.get("common_name") or subject.human_friendly),
        when=datetime.now(UTC),
        reason=reason,
    )
    drawn: Any = content
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "signature.pdf"
        path.write_bytes(page)
        yield StaticStampStyle(
            background=drawn.ImportedPdfPage(str(path)), background_opacity=1.0, border_width=0
        )
