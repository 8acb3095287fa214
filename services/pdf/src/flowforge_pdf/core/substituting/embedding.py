"""Embed replacements for the fonts of a document that are not in it."""

import hashlib
from collections.abc import Iterator

import pikepdf

from flowforge_pdf.core.reading.fonts import fonts_in, is_embedded
from flowforge_pdf.core.redacting.faults import Unreadable
from flowforge_pdf.core.redacting.fonts.font_reading import Font
from flowforge_pdf.core.substituting.choosing import Choice, choose
from flowforge_pdf.core.substituting.composite import embed_composite
from flowforge_pdf.core.substituting.descriptors import write_descriptor
from flowforge_pdf.core.substituting.faces import face_of, lacking
from flowforge_pdf.core.substituting.faults import NotReplaceable
from flowforge_pdf.core.substituting.programs import Wanted, compact_program, misfit

_SIMPLE = ("/Type1", "/TrueType", "/MMType1")
_MOST_MISFIT = 0.45
_SHOWN = 10


def embed_missing_fonts(pdf: pikepdf.Pdf) -> tuple[list[str], dict[str, str]]:
    """Return warnings about what was replaced, and the fonts that cannot be, with the reasons."""
    replaced: dict[str, str] = {}
    refused: dict[str, str] = {}
    for font in list(_missing(pdf)):
        name = str(font.get("/BaseFont", "/unnamed"))[1:]
        try:
            choice = _embed(pdf, font)
        except (NotReplaceable, Unreadable) as error:
            refused[name] = str(error)
        else:
            replaced[name] = choice.name
    warnings = [
        f"The font {name} is not in the document: {other} replaces it, with the widths of the original."
        for name, other in replaced.items()
        if name not in refused
    ]
    return warnings, refused


def _missing(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    seen: set[object] = set()
    for font in _fonts(pdf):
        key: object = font.objgen if font.is_indirect else id(font)
        if key not in seen and not is_embedded(font):
            seen.add(key)
            yield font


def _fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    kinds = (*_SIMPLE, "/Type0")
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and "/BaseFont" in each and each.get("/Subtype") in kinds:
            yield each
    for page in pdf.pages:
        for font in fonts_in(page.obj.get("/Resources")):
            if not font.is_indirect and font.get("/Subtype") in kinds:
                yield font


def _embed(pdf: pikepdf.Pdf, font: pikepdf.Dictionary) -> Choice:
    if font.get("/Subtype") == "/Type0":
        return embed_composite(pdf, font)
    descriptor = font.get("/FontDescriptor")
    choice = choose(font, descriptor)
    face = face_of(choice.family, bold=choice.bold, italic=choice.italic)
    codes = _codes_of(font)
    encoding = font.get("/Encoding")
    listed = isinstance(encoding, pikepdf.Dictionary) and "/Differences" in encoding
    missing = lacking(face, ((each.name, each.text) for each in codes.values()))
    if missing and (listed or len(missing) == len(codes)):
        raise NotReplaceable(f"no free font has {', '.join(dict.fromkeys(missing[:_SHOWN]))}")
    codes = {code: each for code, each in codes.items() if face.advance(each.name, each.text) is not None}
    if misfit(face, list(codes.values())) > _MOST_MISFIT:
        raise NotReplaceable("no free font has letters of such widths")
    glyphs = list({each.label: each for each in codes.values()}.values())
    content = compact_program(choice.name, face, glyphs)
    title = f"{_tag(content)}+{choice.name}"
    program = pdf.make_stream(content, Subtype=pikepdf.Name.Type1C)
    font.FontDescriptor = write_descriptor(pdf, descriptor, title, choice, FontFile3=program)
    font.Subtype = pikepdf.Name.Type1
    font.BaseFont = pikepdf.Name(f"/{title}")
    _write_codes(font, codes)
    return choice


def _codes_of(font: pikepdf.Dictionary) -> dict[int, Wanted]:
    """Return the glyph of every code that has one; a name with two widths gets a label for each."""
    read = Font(font)
    labels: dict[str, int] = {}
    found: dict[int, Wanted] = {}
    for code, name in sorted(read.names.items()):
        (one,) = read.codes(bytes([code])) if 0 <= code <= 255 else (None,)  # noqa: PLR2004 - one byte
        if one is None or name == ".notdef":
            continue
        width = round(one.width * 1000)
        label = name if labels.setdefault(name, width) == width else f"{name}.{code}"
        found[code] = Wanted(label, name, one.named or one.mapped, width)
    if not found:
        raise NotReplaceable("it does not say which characters its codes are")
    return found


def _write_codes(font: pikepdf.Dictionary, codes: dict[int, Wanted]) -> None:
    first, last = min(codes), max(codes)
    font.FirstChar, font.LastChar = first, last
    widths = [codes[code].width if code in codes else 0 for code in range(first, last + 1)]
    font.Widths = pikepdf.Array(widths)
    differences = pikepdf.Array()
    before = -2
    for code, each in sorted(codes.items()):
        if code != before + 1:
            differences.append(code)
        differences.append(pikepdf.Name(f"/{each.label}"))
        before = code
    font.Encoding = pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=differences)


def _tag(content: bytes) -> str:
    """Return six letters, as names of subsets begin with; the same for the same content."""
    number = int.from_bytes(hashlib.sha256(content).digest()[:6])
    return "".join(chr(ord("A") + number // 26**place % 26) for place in range(6))
