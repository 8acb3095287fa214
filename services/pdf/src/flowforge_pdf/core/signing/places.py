"""Where on a page a signature is drawn, and how."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
from pydantic import Field

from flowforge_pdf.core.arranging.placing import Sheet, placeable, upright
from flowforge_pdf.core.boxes import Box, Rotation, rotation_of, shown_size, visible_box
from flowforge_pdf.core.documents import save
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


@dataclass(frozen=True, slots=True)
class PageArea:
    """A page, from 0, a rectangle in its own coordinates, and by how much viewers turn it."""

    position: int
    box: Box
    rotation: Rotation


def place_on(pdf: Any, place: SignaturePlace) -> PageArea:
    """Return where a signature stands on its page. Raises PageOutOfRange."""
    position = place.page - 1 if place.page > 0 else len(pdf.pages) + place.page
    if place.page == 0 or not 0 <= position < len(pdf.pages):
        raise PageOutOfRange(field="visible.page", page=place.page, count=len(pdf.pages))
    page = pdf.pages[position]
    _, height, _ = shown_size(page)
    back = upright(visible_box(page), rotation_of(page)).inverse()
    corners = (place.x, height - place.y - place.height), (place.x + place.width, height - place.y)
    xs, ys = zip(*(back.transform(corner) for corner in corners), strict=True)
    return PageArea(position, Box(min(xs), min(ys), max(xs), max(ys)), rotation_of(page))


@contextmanager
def drawn_style(
    place: SignaturePlace | None,
    rotation: Rotation,
    signer: Any,
    picture: bytes | None,
    reason: str | None,
) -> Iterator[Any]:
    """Give the style of pyHanko that draws the signature on a page turned so; None if it is drawn nowhere."""
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
        path.write_bytes(_turned(page, rotation))
        yield StaticStampStyle(
            background=drawn.ImportedPdfPage(str(path)), background_opacity=1.0, border_width=0
        )


def _turned(page: bytes, rotation: Rotation) -> bytes:
    """Return a page as it has to be drawn to stand upright where viewers turn the page below it."""
    if not rotation:
        return page
    with pikepdf.open(io.BytesIO(page)) as drawn, pikepdf.new() as made:
        shown = placeable(made, drawn.pages[0], drawn)
        width, height = shown.size
        own = Box(0, 0, *((height, width) if rotation in (90, 270) else (width, height)))
        sheet = Sheet((own.width, own.height))
        sheet.draw(shown, upright(own, rotation).inverse())
        sheet.add_to(made)
        return save(made)
