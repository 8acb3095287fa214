"""Turn a page that cannot be redacted otherwise into a picture, painted over where it has to be."""

import io
from collections.abc import Sequence

import pikepdf
from PIL import Image, ImageDraw

from flowforge_pdf.core.arranging.placing import upright
from flowforge_pdf.core.boxes import Box, rotation_of, visible_box
from flowforge_pdf.core.redacting.matrices import Quad
from flowforge_pdfs.characters import characters_of, frame_of
from flowforge_pdfs.limits import PdfLimits
from flowforge_pdfs.rendering import check_pixels, draw, open_for_drawing
from flowforge_pii.haystacks import Haystack, Matcher, Piece

_DPI = 150.0
_MARGIN = 1.0  # point around what is painted over


def rasterize(
    pdf: pikepdf.Pdf, position: int, matchers: Sequence[Matcher], boxes: Sequence[Quad], limits: PdfLimits
) -> int:
    """Replace a page by its picture; return how many matches PDFium found on it."""
    page = pdf.pages[position]
    single = pikepdf.new()
    single.pages.append(page)
    buffer = io.BytesIO()
    single.save(buffer)
    with open_for_drawing(buffer.getvalue(), None) as document:
        check_pixels(document, [0], _DPI, limits)
        drawn = document[0]
        frame = frame_of(drawn)
        characters = list(characters_of(drawn, frame))
        drawn.close()
        picture = draw(document, 0, _DPI).convert("RGB")
    haystack = Haystack(Piece(each.text, at) for at, each in enumerate(characters))
    hits = [origins for matcher in matchers for origins in matcher.find(haystack)]
    areas = [
        (each.left, each.top, each.right, each.bottom)
        for hit in hits
        for each in (characters[at] for at in hit)
    ]
    areas += [frame.shown(*box) for box in boxes]
    pen, scale = ImageDraw.Draw(picture), _DPI / 72
    for left, top, right, bottom in areas:
        pen.rectangle(
            tuple(
                each * scale for each in (left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN)
            ),
            fill="black",
        )
    _replace(pdf, page, _as_image(pdf, picture))
    return len(hits)


def _as_image(pdf: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Stream:
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=88)
    image = pdf.make_stream(
        jpeg.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
    )
    image.Filter = pikepdf.Name.DCTDecode
    return image


def _replace(pdf: pikepdf.Pdf, page: pikepdf.Page, image: pikepdf.Stream) -> None:
    box: Box = visible_box(page)
    back = upright(box, rotation_of(page)).inverse()
    size = (box.height, box.width) if rotation_of(page) in (90, 270) else (box.width, box.height)
    for key in ("/Annots", "/Group", "/StructParents", "/Thumb", "/Metadata", "/PieceInfo"):
        if key in page.obj:
            del page.obj[key]
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=image))
    placed = pikepdf.Matrix(size[0], 0, 0, size[1], 0, 0) @ back
    page.obj.Contents = pdf.make_stream(b"q " + placed.encode() + b" cm /Picture Do Q")
