"""What a simple font's codes mean by its encoding, without its ToUnicode map."""

import re
from functools import cache

import pikepdf

_NAMED = {
    "/WinAnsiEncoding": "WinAnsiEncoding",
    "/MacRomanEncoding": "MacRomanEncoding",
    "/StandardEncoding": "StandardEncoding",
}
_UNI = re.compile(r"(?:uni|u)([0-9A-Fa-f]{4,6})")


def glyph_names(font: pikepdf.Dictionary, built_in: dict[int, str]) -> dict[int, str]:
    """Return the glyph name of every code; *built_in* is the font program's own encoding."""
    encoding = font.get("/Encoding")
    names = dict(built_in)
    base = None
    if isinstance(encoding, pikepdf.Name):
        base = _NAMED.get(str(encoding))
    elif isinstance(encoding, pikepdf.Dictionary):
        base = _NAMED.get(str(encoding.get("/BaseEncoding")))
    if base is not None:
        names = dict(_table(base))
    elif not names:
        names = dict(_table(_own_encoding(font)))
    differences = encoding.get("/Differences") if isinstance(encoding, pikepdf.Dictionary) else None
    if isinstance(differences, pikepdf.Array):
        code = 0
        for each in differences:
            if isinstance(each, pikepdf.Name):
                names[code] = str(each)[1:]
                code += 1
            else:
                code = _number(each, code)
    return names


def _number(value: object, default: int) -> int:
    try:
        return int(value)  # type: ignore[call-overload,no-any-return] # numbers of the library's own types too
    except (TypeError, ValueError):
        return default


def _own_encoding(font: pikepdf.Dictionary) -> str:
    name = str(font.get("/BaseFont", ""))
    if "ZapfDingbats" in name:
        return "ZapfDingbatsEncoding"
    return "SymbolEncoding" if "Symbol" in name else "StandardEncoding"


@cache
def _table(name: str) -> tuple[tuple[int, str], ...]:
    from reportlab.pdfbase import _fontdata  # type: ignore[attr-defined]  # noqa: PLC0415 - its types lack it; 20 MB

    return tuple((code, glyph) for code, glyph in enumerate(_fontdata.encodings[name]) if glyph)


@cache
def text_of_glyph(name: str) -> str:
    """Return the characters that a glyph's name stands for; nothing if it says nothing."""
    from fontTools import agl  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls need it

    text: str = agl.toUnicode(name)
    if not text and (matched := _UNI.fullmatch(name)):
        code = int(matched[1], 16)
        text = chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""  # noqa: PLR2004 - Unicode's bounds
    return text


@cache
def standard_widths(name: str) -> dict[str, float]:
    """Return the widths of the glyphs of one of the 14 standard fonts, or of the one most like it."""
    from reportlab.pdfbase import _fontdata  # type: ignore[attr-defined]  # noqa: PLC0415 - its types lack it; 20 MB

    plain = name.lower()
    bold, slanted = "bold" in plain, "italic" in plain or "oblique" in plain
    if "courier" in plain:
        family, styles = "Courier", ("", "-Bold", "-Oblique", "-BoldOblique")
    elif "times" in plain or "serif" in plain:
        family, styles = "Times", ("-Roman", "-Bold", "-Italic", "-BoldItalic")
    else:
        family, styles = "Helvetica", ("", "-Bold", "-Oblique", "-BoldOblique")
    for symbolic in ("Symbol", "ZapfDingbats"):
        if symbolic.lower() in plain:
            family, styles = symbolic, ("",) * 4
    found: dict[str, float] = _fontdata.widthsByFontGlyph[family + styles[bold + 2 * slanted]]
    return found
