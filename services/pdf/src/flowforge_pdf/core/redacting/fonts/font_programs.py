"""What an embedded font program says its glyphs are."""

import io
from contextlib import suppress

import pikepdf

_MOST_BYTES = 32 << 20


def program_of(font: pikepdf.Dictionary) -> tuple[str, bytes] | None:
    """Return the kind and content of the embedded program, if there is one."""
    descriptor = font.get("/FontDescriptor")
    if not isinstance(descriptor, pikepdf.Dictionary):
        return None
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        stream = descriptor.get(key)
        if isinstance(stream, pikepdf.Stream):
            content = stream.read_bytes()
            return (key, content) if len(content) <= _MOST_BYTES else None
    return None


def built_in_names(font: pikepdf.Dictionary) -> dict[int, str]:
    """Return the glyph names of the codes of an embedded simple font, by its own encoding."""
    with suppress(Exception):  # a font that cannot be read has no second reading
        found = program_of(font)
        if found is not None:
            kind, content = found
            return {"/FontFile": _type1, "/FontFile2": _truetype, "/FontFile3": _compact}[kind](content)
    return {}


def names_by_glyph(font: pikepdf.Dictionary) -> dict[int, str]:
    """Return the text of the glyphs of an embedded CID font, by their numbers."""
    with suppress(Exception):  # likewise
        found = program_of(font)
        if found is not None and found[0] == "/FontFile2":
            return _characters_by_glyph(found[1])
        if found is not None and found[0] == "/FontFile3" and found[1][:4] == b"OTTO":
            return _characters_by_glyph(found[1])
    return {}


def _type1(content: bytes) -> dict[int, str]:
    from fontTools.t1Lib import T1Font  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls need it

    program = T1Font.__new__(T1Font)
    program.data, program.encoding = content, "ascii"
    program.parse()
    encoding = program.font["Encoding"]
    return {code: name for code, name in enumerate(encoding) if name != ".notdef"}


def _compact(content: bytes) -> dict[int, str]:
    if content[:4] == b"OTTO":
        return _truetype(content)
    from fontTools.cffLib import CFFFontSet  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls need it

    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(content), None)
    encoding = fonts[0].Encoding
    if isinstance(encoding, str):
        from fontTools.encodings.StandardEncoding import StandardEncoding  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls need it

        encoding = StandardEncoding
    return {code: name for code, name in enumerate(encoding) if name != ".notdef"}


def _truetype(content: bytes) -> dict[int, str]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls need it

    names: dict[int, str] = {}
    with TTFont(io.BytesIO(content), lazy=True, fontNumber=0) as program:
        reverse = {glyph: code for code, glyph in (program.getBestCmap() or {}).items()}
        for table in program["cmap"].tables:
            symbolic = (table.platformID, table.platEncID) in ((3, 0), (1, 0))
            for code, glyph in table.cmap.items() if symbolic else ():
                known = reverse.get(glyph)
                name = f"uni{known:04X}" if known is not None and not 0xF000 <= known <= 0xF0FF else glyph  # noqa: PLR2004 - where symbols are kept
                names[code & 0xFF] = name
    return names


def _characters_by_glyph(content: bytes) -> dict[int, str]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - few calls need it

    with TTFont(io.BytesIO(content), lazy=True, fontNumber=0) as program:
        numbers = program.getReverseGlyphMap()
        best = program.getBestCmap() or {}
        return {numbers[glyph]: chr(code) for code, glyph in best.items() if glyph in numbers}
