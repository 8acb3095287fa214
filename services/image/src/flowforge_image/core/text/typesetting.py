"""Set a text in lines: shaped, in visual order, wrapped and sized by Pango, as libvips has it.

Each character is drawn by a font that has it, or the text is refused: never as an empty box.
"""

import math
from dataclasses import dataclass, replace
from pathlib import Path
from xml.sax.saxutils import escape

from flowforge_fonts import EMOJI_FAMILY, FontSet, cjk_family, load_fonts
from flowforge_image.core.errors import EmptyText, TextDoesNotFit
from flowforge_image.core.processing.steps import Work
from flowforge_image.core.text.style import Align, Direction, TextStyle
from flowforge_pictures import EngineError, Image, PictureLimits, TooManyPixels, parse_color, prepare_fonts

SMALLEST = 4
_LARGEST = 2000
_PREVIEW = 32  # a size at which even the longest text is laid out in no time
_STEP = 1.3
_LETTER_WIDTH = 0.55  # of a font's size, on average
_UNITS = 1024  # Pango's, in a pixel
_DPI = 72  # a point is a pixel
_ALIGNMENTS: dict[Align, str] = {"start": "low", "center": "centre", "end": "high", "justify": "low"}
_MARKS: dict[Direction, str] = {"auto": "", "ltr": "\u200e", "rtl": "\u200f"}
_RULER = "|"


@dataclass(frozen=True, slots=True)
class Lines:
    """A text that was laid out, not yet drawn. `ink` has just the pixels that are not empty.

    `left` and `top` are where these stand in the lines' own box, which has `width` and `height`.
    """

    ink: Image
    left: int
    top: int
    width: int
    height: int
    size: float

    @property
    def narrowed(self) -> "Lines":
        """The same lines in a box that is as wide as the longest of them."""
        return replace(self, left=0, width=self.ink.width)


@dataclass(frozen=True, slots=True)
class Typesetter:
    """Fonts, and how large a text may become."""

    fonts: FontSet
    limits: PictureLimits

    @classmethod
    def of(cls, work: Work) -> "Typesetter":
        return cls.using(work.fonts, work.limits)

    @classmethod
    def using(cls, folder: Path | None, limits: PictureLimits) -> "Typesetter":
        """Return a typesetter with the bundled fonts and those in *folder*."""
        prepare_fonts(folder)
        return cls(load_fonts(folder), limits)

    def set(self, text: str, style: TextStyle, size: float, width: int | None = None) -> Lines:
        """Lay *text* out at *size* pixels, wrapped at *width*; words that are longer are broken.

        Without a width the box is as wide as the longest line. Raises FontLacksCharacters, UnknownFont, and
        TooManyPixels before the pixels are drawn.
        """
        setter = self._setter(text, style, width)
        if size > _PREVIEW:
            scale = size / _PREVIEW
            preview = replace(setter, width=width and max(1, round(width / scale))).lines(
                _PREVIEW, "word-char"
            )
            self.limits.check(round(preview.ink.width * scale), round(preview.ink.height * scale))
        return setter.lines(size, "word-char")

    def fit(self, text: str, style: TextStyle, box: tuple[int, int], largest: float | None = None) -> Lines:
        """Lay *text* out at the largest whole size at which it fits into *box* without a broken word.

        Raises TextDoesNotFit if there is none from SMALLEST on.
        """
        setter = self._setter(text, style, box[0])
        low, high = SMALLEST, int(min(largest or _LARGEST, _LARGEST, box[1] / style.line_height))
        size, found, has_failed = _expected(len(text), style, box), None, False
        while low <= high:
            size = min(high, max(low, size))
            if lines := setter.within(size, box):
                found, low = lines, size + 1
            else:
                high, has_failed = size - 1, True
            # By steps, until the answer is between two sizes: what is far too large would take memory.
            step = size * _STEP if found else size / _STEP
            size = (low + high) // 2 if found and has_failed else math.ceil(step) if found else int(step)
        if found is None:
            raise TextDoesNotFit(width=box[0], height=box[1], size=SMALLEST)
        return found

    def _setter(self, text: str, style: TextStyle, width: int | None) -> "_Setter":
        self.fonts.check(text)
        return _Setter(text, style, self.fonts.family(style.font), width)


def _expected(letters: int, style: TextStyle, box: tuple[int, int]) -> int:
    """Return about the size at which so many letters fill the box."""
    return round(math.sqrt(box[0] * box[1] / (letters * _LETTER_WIDTH * style.line_height)))


@dataclass(frozen=True, slots=True)
class _Setter:
    text: str
    style: TextStyle
    family: str
    width: int | None

    def lines(self, size: float, wrap: str) -> Lines:
        return self._boxed(self._layout(self._marked_up(), size, wrap), size, wrap)

    def within(self, size: float, box: tuple[int, int]) -> Lines | None:
        """Return the lines if they fit into *box* with no word broken."""
        try:
            ink = self._layout(self._marked_up(), size, "word")
        except TooManyPixels:
            return None
        # Ink may stand out of its lines by less than a size: what is higher needs no counting of lines.
        if ink.width > box[0] or ink.height > box[1] + size:
            return None
        lines = self._boxed(ink, size, "word")
        return lines if lines.height <= box[1] else None

    def _boxed(self, ink: Image, size: float, wrap: str) -> Lines:
        height = round(self._count(size, wrap) * size * self.style.line_height)
        if self.width is None or ink.width > self.width:
            return Lines(ink, 0, ink.yoffset, ink.width, height, size)
        # A j at the beginning of a line, or a slanted letter at its end, would stand out of the box.
        left = min(max(0, ink.xoffset), self.width - ink.width)
        return Lines(ink, left, ink.yoffset, self.width, height, size)

    def _count(self, size: float, wrap: str) -> int:
        """Return the number of lines: by how far one more, whose ink is known, stands below the top."""
        alone = self._layout(_RULER, size, wrap)
        below = self._layout(f"{self._marked_up()}\n{_RULER}", size, wrap)
        distance = below.yoffset + below.height - alone.yoffset - alone.height
        lines: int = round(distance / (size * self.style.line_height))
        return max(1, lines)

    def _marked_up(self) -> str:
        mark = _MARKS[self.style.direction]
        return "\n".join(mark + escape(paragraph) for paragraph in self.text.split("\n"))

    def _layout(self, content: str, size: float, wrap: str) -> Image:
        style = self.style
        red, green, blue, _ = parse_color(style.color)
        attributes = {
            "font_weight": style.weight,
            "font_style": "italic" if style.italic else "normal",
            "foreground": f"#{red:02x}{green:02x}{blue:02x}",
            "line_height": round(size * style.line_height * _UNITS),
            "letter_spacing": round(style.letter_spacing * _UNITS),
            # Words, and URLs, are broken only where one alone is wider than the line, and not by a hyphen.
            "insert_hyphens": "false",
        } | ({"lang": style.language} if style.language else {})
        written = " ".join(f'{name}="{value}"' for name, value in attributes.items())
        options = {} if self.width is None else {"width": self.width, "wrap": wrap}
        try:
            return Image.text(
                f"<span {written}>{content}</span>",
                font=f"{self.family}, {cjk_family(self.text, style.language)}, {EMOJI_FAMILY}, {size:g}",
                align=_ALIGNMENTS[style.align],
                justify=style.align == "justify",
                dpi=_DPI,
                rgba=True,
                **options,
            )
        except EngineError as error:
            if "no text" in str(error):
                raise EmptyText from error
            # The library below draws 32,767 pixels in a direction at the most.
            raise TooManyPixels("The text is too large to be drawn: choose a smaller size.") from error
