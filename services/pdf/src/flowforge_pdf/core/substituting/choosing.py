"""Which free font replaces another: by its name, else by what its descriptor says."""

import re
from dataclasses import dataclass

import pikepdf

from flowforge_fonts import MetricFamily

_FIXED, _SERIF, _SYMBOLIC, _ITALIC, _FORCE_BOLD = 1, 2, 4, 64, 1 << 18
_SYMBOLS = re.compile(
    r"wingdings|webdings|marlett|barcode|code-?(39|128)|ean-?13|emoji|icons?\b", re.IGNORECASE
)
_ANTIQUA = (
    r"times|roman|serif|georgia|garamond|cambria|palatino|bookman|schoolbook|century|minion|caslon"
    r"|baskerville|bodoni|didot|cmr\d|tinos|song|mincho|ming\b"
)
_NAMES: tuple[tuple[str, MetricFamily], ...] = (
    (r"zapfdingbats|dingbats", "FoxitDingbats"),
    (r"^symbol", "FoxitSymbol"),
    (r"courier|mono\b|monospace|consol|typewriter|fixed|menlo|cousine", "Cousine"),
    (r"helvetica|arial|sans|verdana|calibri|tahoma|segoe|trebuchet|univers|frutiger|myriad|arimo", "Arimo"),
    (_ANTIQUA, "Tinos"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """`family` is None for a font of symbols that no free font has."""

    family: MetricFamily | None
    bold: bool
    italic: bool

    @property
    def name(self) -> str:
        """Name of the style, as font files spell it."""
        style = ("Bold" if self.bold else "") + ("Italic" if self.italic else "")
        return f"{self.family}-{style or 'Regular'}"


def choose(font: pikepdf.Dictionary, descriptor: object) -> Choice:
    """Return what replaces *font*."""
    name = str(font.get("/BaseFont", "/"))[1:].rpartition("+")[2]
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower().replace("sans serif", "sans")
    flags = _flags(descriptor)
    bold = bool(re.search(r"bold|black|heavy|demi|\bbd\b", plain)) or bool(flags & _FORCE_BOLD)
    italic = bool(re.search(r"italic|oblique|slant|kursiv", plain)) or bool(flags & _ITALIC)
    if _SYMBOLS.search(name):
        return Choice(None, bold, italic)
    compact = plain.replace(" ", "")
    for pattern, family in _NAMES:
        if re.search(pattern, plain) or re.search(pattern, compact):
            return Choice(family, bold, italic)
    if flags & _SYMBOLIC and "/Encoding" not in font and "/ToUnicode" not in font:
        return Choice(None, bold, italic)
    if flags & _FIXED:
        return Choice("Cousine", bold, italic)
    return Choice("Tinos" if flags & _SERIF else "Arimo", bold, italic)


def _flags(descriptor: object) -> int:
    value = descriptor.get("/Flags", 0) if isinstance(descriptor, pikepdf.Dictionary) else 0
    return int(value) if isinstance(value, int) else 0
