"""Embed a replacement for a composite font, whose ToUnicode map says what its glyphs are."""

import hashlib

import pikepdf

from flowforge_pdf.core.redacting.fonts.cmaps import parse_to_unicode
from flowforge_pdf.core.redacting.fonts.font_reading import Font
from flowforge_pdf.core.substituting.choosing import Choice, choose
from flowforge_pdf.core.substituting.descriptors import write_descriptor
from flowforge_pdf.core.substituting.faces import face_of, lacking
from flowforge_pdf.core.substituting.faults import NotReplaceable
from flowforge_pdf.core.substituting.programs import Wanted, misfit, truetype_program

_MOST_CODES, _MOST_MISFIT, _SHOWN = 10_000, 0.45, 10


def embed_composite(pdf: pikepdf.Pdf, font: pikepdf.Dictionary) -> Choice:
    """Raises NotReplaceable, or Unreadable for character maps that are not known."""
    below = font.get("/DescendantFonts")
    if not isinstance(below, pikepdf.Array) or not len(below) or not isinstance(below[0], pikepdf.Dictionary):
        raise NotReplaceable("it is incomplete")
    inner = below[0]
    if font.get("/Encoding") != "/Identity-H":
        raise NotReplaceable("its codes are those of a character collection, which is not in the document")
    codes = _codes_of(font)
    choice = choose(font, inner.get("/FontDescriptor"))
    face = face_of(choice.family, bold=choice.bold, italic=choice.italic)
    missing = lacking(face, ((each.name, each.text) for each in codes.values()))
    if missing:
        raise NotReplaceable(f"no free font has {', '.join(dict.fromkeys(missing[:_SHOWN]))}")
    if misfit(face, list(codes.values())) > _MOST_MISFIT:
        raise NotReplaceable("no free font has letters of such widths")
    content = truetype_program(choice.name, face, list(codes.values()))
    title = f"{hashlib.sha256(content).hexdigest()[:6].translate(_LETTERS)}+{choice.name}"
    program = pdf.make_stream(content, Length1=len(content))
    mapping = bytearray(2 * (max(codes) + 1))
    for number, code in enumerate(codes, 1):
        mapping[2 * code : 2 * code + 2] = number.to_bytes(2)
    inner.FontDescriptor = write_descriptor(
        pdf, inner.get("/FontDescriptor"), title, choice, FontFile2=program
    )
    inner.Subtype = pikepdf.Name.CIDFontType2
    inner.CIDToGIDMap = pdf.make_stream(bytes(mapping))
    inner.BaseFont = font.BaseFont = pikepdf.Name(f"/{title}")
    return choice


_LETTERS = str.maketrans("0123456789abcdef", "ABCDEFGHIJKLMNOP")


def _codes_of(font: pikepdf.Dictionary) -> dict[int, Wanted]:
    stream = font.get("/ToUnicode")
    texts = parse_to_unicode(stream.read_bytes()) if isinstance(stream, pikepdf.Stream) else {}
    if not texts or len(texts) > _MOST_CODES or max(texts) > 0xFFFF:  # noqa: PLR2004 - two bytes
        raise NotReplaceable("it does not say which characters its glyphs are")
    read = Font(font)
    found: dict[int, Wanted] = {}
    for code, text in sorted(texts.items()):
        (one,) = read.codes(code.to_bytes(2))
        if text.strip("\0"):
            found[code] = Wanted(f"g{code}", f"g{code}", text, round(one.width * 1000))
    if not found:
        raise NotReplaceable("it does not say which characters its glyphs are")
    return found
