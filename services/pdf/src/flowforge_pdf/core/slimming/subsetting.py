"""Cut embedded fonts down to the glyphs that a document shows; their numbers and encodings stay."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from flowforge_pdf.core.redacting.faults import Unreadable
from flowforge_pdf.core.redacting.fonts.encodings import text_of_glyph
from flowforge_pdf.core.redacting.fonts.font_reading import Font
from flowforge_pdf.core.slimming.programs import FontNotCut, cut_compact, cut_opentype, glyphs_of_names
from flowforge_pdf.core.slimming.usage import Usage, UsageUnknown, usage_of

_LEAST_BYTES = 4_000
_MOST_BYTES = 32 << 20
_WORTH = 0.9


@dataclass(slots=True)
class _Program:
    """An embedded program with all fonts that use it."""

    stream: pikepdf.Stream
    key: str
    fonts: list[tuple[pikepdf.Dictionary, set[int]]] = field(default_factory=list)
    is_free: bool = True


def subset_fonts(pdf: pikepdf.Pdf) -> int:
    """Cut the fonts of *pdf*, and return how many got smaller. What cannot be read stays as it is."""
    try:
        usage = usage_of(pdf)
    except UsageUnknown:
        return 0
    return sum(_cut(program) for program in _programs(pdf, usage))


def _programs(pdf: pikepdf.Pdf, usage: Usage) -> Iterable[_Program]:
    found: dict[tuple[int, int], _Program] = {}
    for each in pdf.objects:
        if not isinstance(each, pikepdf.Dictionary) or each.get("/Type") != "/Font":
            continue
        place = _program_of(_inner(each))
        if place is None or each.get("/Subtype") in ("/CIDFontType0", "/CIDFontType2"):
            continue
        key, stream = place
        program = found.setdefault(stream.objgen, _Program(stream, key))
        codes = _codes(each, usage.strings.get(each.objgen, set()))
        if each.objgen in usage.kept or codes is None:
            program.is_free = False
        elif each.objgen in usage.fonts:
            program.fonts.append((each, codes))
    return [program for program in found.values() if program.is_free and program.fonts]


def _inner(font: pikepdf.Dictionary) -> Any:
    """Return the font below a composite one, else the font itself."""
    below = font.get("/DescendantFonts")
    return below[0] if isinstance(below, pikepdf.Array) and len(below) else font


def _program_of(font: Any) -> tuple[str, pikepdf.Stream] | None:
    descriptor = font.get("/FontDescriptor") if isinstance(font, pikepdf.Dictionary) else None
    for key in ("/FontFile2", "/FontFile3"):
        stream = descriptor.get(key) if isinstance(descriptor, pikepdf.Dictionary) else None
        if isinstance(stream, pikepdf.Stream):
            return key, stream
    return None


def _codes(font: pikepdf.Dictionary, shown: set[bytes]) -> set[int] | None:
    """Return the codes of strings; None if it is not known how long a code is."""
    if font.get("/Subtype") != "/Type0":
        return {code for text in shown for code in text}
    if font.get("/Encoding") not in ("/Identity-H", "/Identity-V"):
        return None
    return {int.from_bytes(text[at : at + 2]) for text in shown for at in range(0, len(text), 2)}


def _cut(program: _Program) -> bool:
    before = len(program.stream.read_raw_bytes())
    if before < _LEAST_BYTES:
        return False
    try:
        content = program.stream.read_bytes()
        cut = _smaller(program, content) if len(content) <= _MOST_BYTES else content
    except (FontNotCut, Unreadable, pikepdf.PdfError):
        return False
    if len(cut) > len(content) * _WORTH:
        return False
    program.stream.write(cut)
    if program.key == "/FontFile2":
        program.stream.Length1 = len(cut)
    return True


def _smaller(program: _Program, content: bytes) -> bytes:
    is_sfnt = content[:4] in (b"\0\1\0\0", b"true", b"OTTO")
    codes, names = _wanted(program)
    if is_sfnt:
        simple = any(font.get("/Subtype") != "/Type0" for font, _ in program.fonts)
        glyphs = codes if not simple else codes | glyphs_of_names(content, names, _simple_codes(program))
        return cut_opentype(content, glyphs)
    if program.key != "/FontFile3":
        raise FontNotCut
    return cut_compact(content, codes, names)


def _simple_codes(program: _Program) -> set[int]:
    return {code for font, codes in program.fonts if font.get("/Subtype") != "/Type0" for code in codes}


def _wanted(program: _Program) -> tuple[set[int], set[str]]:
    """Return the numbers of glyphs that composite fonts show, and the names of those of simple fonts."""
    numbers: set[int] = set()
    names: set[str] = set()
    for font, codes in program.fonts:
        if font.get("/Subtype") == "/Type0":
            numbers |= _glyph_numbers(_inner(font), codes)
        else:
            own = Font(font).names
            names |= {own[code] for code in codes if code in own}
    return numbers, names | {name for name in map(_plain, names) if name}


def _plain(name: str) -> str:
    text = text_of_glyph(name)
    return f"uni{ord(text):04X}" if len(text) == 1 else ""


def _glyph_numbers(inner: Any, codes: set[int]) -> set[int]:
    mapping = inner.get("/CIDToGIDMap")
    if not isinstance(mapping, pikepdf.Stream):
        return codes
    table = mapping.read_bytes()
    return {int.from_bytes(table[2 * code : 2 * code + 2]) for code in codes}
