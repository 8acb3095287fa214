"""Read the codes of a shown string: how wide each glyph is, and what it says in two readings."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from flowforge_pdf.core.redacting.faults import Unreadable
from flowforge_pdf.core.redacting.fonts.cmaps import parse_to_unicode
from flowforge_pdf.core.redacting.fonts.encodings import glyph_names, standard_widths, text_of_glyph
from flowforge_pdf.core.redacting.fonts.font_programs import built_in_names, names_by_glyph
from flowforge_pdf.core.redacting.matrices import Matrix, matrix_of

_THOUSANDTH: Matrix = (0.001, 0.0, 0.0, 0.001, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a string: where it stands, its width in text space, and its two readings."""

    start: int
    length: int
    width: float
    mapped: str
    named: str
    is_space: bool
    value: int


class Font:
    """A font as content uses it; what it reads is kept for the next string."""

    def __init__(self, font: pikepdf.Dictionary) -> None:
        self.object = font
        self.is_type3 = font.get("/Subtype") == "/Type3"
        self.matrix = matrix_of(font.get("/FontMatrix")) if self.is_type3 else _THOUSANDTH
        stream = font.get("/ToUnicode")
        self._mapped = parse_to_unicode(stream.read_bytes()) if isinstance(stream, pikepdf.Stream) else {}
        self._codes: dict[int, tuple[float, str, str]] = {}
        self._below: pikepdf.Dictionary | None = None
        self.names: dict[int, str] = {}
        self.inner_texts: dict[int, str] = {}
        self._unicode_codes = False
        if font.get("/Subtype") == "/Type0":
            self._open_composite(font)
        else:
            self._open_simple(font)

    @property
    def has_reading(self) -> bool:
        """Whether the font says in any way what its glyphs are."""
        return bool(self._mapped or self._named or self._unicode_codes)

    def _open_simple(self, font: pikepdf.Dictionary) -> None:
        names = glyph_names(font, {} if self.is_type3 else built_in_names(font))
        self.names = names
        self._named = {code: text_of_glyph(name) for code, name in names.items()}
        first, widths = _integer(font.get("/FirstChar"), 0), font.get("/Widths")
        self._widths: dict[int, float] = {}
        if isinstance(widths, pikepdf.Array):
            self._widths = {first + at: _float(width) for at, width in enumerate(widths)}
        elif not self.is_type3:
            known = standard_widths(str(font.get("/BaseFont", "")))
            self._widths = {code: known.get(name, 500.0) for code, name in names.items()}
        descriptor = font.get("/FontDescriptor")
        missing = descriptor.get("/MissingWidth") if isinstance(descriptor, pikepdf.Dictionary) else None
        self._default = _float(missing) if missing is not None else 0.0

    def _open_composite(self, font: pikepdf.Dictionary) -> None:
        encoding = font.get("/Encoding")
        name = str(encoding) if isinstance(encoding, pikepdf.Name) else ""
        if name.endswith("-V"):
            raise Unreadable("it has vertical writing")
        self._unicode_codes = name.startswith("/Uni") and name.endswith(("UCS2-H", "UTF16-H"))
        if name != "/Identity-H" and not self._unicode_codes:
            raise Unreadable("a font uses a character map that is not known")
        below = font.get("/DescendantFonts")
        if (
            not isinstance(below, pikepdf.Array)
            or not len(below)
            or not isinstance(below[0], pikepdf.Dictionary)
        ):
            raise Unreadable("a font is incomplete")
        self._below = below[0]
        self._named = self._texts_by_code(self._below)
        self._default = _float(self._below.get("/DW", 1000))
        self._widths = dict(_cid_widths(self._below.get("/W")))

    def _texts_by_code(self, below: pikepdf.Dictionary) -> dict[int, str]:
        by_glyph = names_by_glyph(below)
        mapping = below.get("/CIDToGIDMap")
        if not isinstance(mapping, pikepdf.Stream):
            return by_glyph
        table = mapping.read_bytes()
        glyphs = {code: int.from_bytes(table[2 * code : 2 * code + 2]) for code in range(len(table) // 2)}
        return {code: by_glyph[glyph] for code, glyph in glyphs.items() if glyph in by_glyph}

    def codes(self, content: bytes) -> Iterator[Code]:
        """Yield the codes of a shown string."""
        size = 1 if self._below is None else 2
        for start in range(0, len(content), size):
            value = int.from_bytes(content[start : start + size])
            if value not in self._codes:
                self._codes[value] = self._read(value)
            width, mapped, named = self._codes[value]
            length = min(size, len(content) - start)
            yield Code(start, length, width, mapped, named, size == 1 and value == 0x20, value)  # noqa: PLR2004 - a blank

    def _read(self, value: int) -> tuple[float, str, str]:
        width = self._widths.get(value, self._default) * self.matrix[0]
        named = self._named.get(value, "")
        if self._unicode_codes and not 0xD800 <= value <= 0xDFFF:  # noqa: PLR2004 - surrogates
            named = chr(value)
        return width, self._mapped.get(value, ""), named


def _cid_widths(array: Any) -> Iterator[tuple[int, float]]:
    if not isinstance(array, pikepdf.Array):
        return
    entries, at = list(array), 0
    while at + 1 < len(entries):
        first, second = _integer(entries[at], 0), entries[at + 1]
        if isinstance(second, pikepdf.Array):
            yield from ((first + offset, _float(width)) for offset, width in enumerate(second))
            at += 2
        elif at + 2 < len(entries):
            last, width = min(_integer(second, 0), first + 0xFFFF), _float(entries[at + 2])
            yield from ((code, width) for code in range(first, last + 1))
            at += 3
        else:
            return


def _float(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError, ArithmeticError):
        return 0.0


def _integer(value: Any, default: int) -> int:
    try:
        return int(value)
    except (TypeError, ValueError, ArithmeticError):
        return default
