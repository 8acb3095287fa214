"""Read the text of an SVG file, plain or compressed (SVGZ), in UTF-8 or UTF-16; name the font of emoji."""

import re
import zlib
from pathlib import Path

from flowforge_fonts import EMOJI_OUTLINES
from flowforge_pictures.errors import UndecodablePicture
from flowforge_pictures.limits import PictureLimits
from flowforge_pictures.structure.formats import GZIP, UTF_16

_MOST_BYTES = 16 << 20
_GZIP_WINDOW = 31  # zlib's number for its largest window with a gzip header
_DECLARED = re.compile(r"^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*[\"'][^\"']*[\"']")
_TEXT = re.compile(r"(<(?:\w+:)?text\b[^>]*>)(.*?)(</(?:\w+:)?text\s*>)", re.DOTALL)
_BETWEEN_TAGS = re.compile(r"(^|>)([^<]+)(?=<|$)")
# Emoji, the selectors and joiners inside them, flags and keycaps.
_AS_EMOJI, _AS_TEXT, _JOINER = "\ufe0f", "\ufe0e", "\u200d"
_EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001faff\u231a-\u23ff\u2600-\u27bf\u2b05-\u2b55\u3030\u303d\u3297\u3299]"
    "[\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*)+"
)


_IN_COLOR = "\ufe0f"  # asks for a color glyph


def read_svg(path: Path, limits: PictureLimits, field: str = "file") -> bytes:
    """Return the document in UTF-8. Raises MetadataTooLarge, UndecodablePicture."""
    size = path.stat().st_size
    if size > _MOST_BYTES:
        limits.check_metadata("SVG", size)
    content = path.read_bytes()
    if content[:2] == GZIP:
        content = _decompressed(content, limits, field)
    if content[:2] in UTF_16:
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise UndecodablePicture(field=field, format="SVG") from error
        content = _DECLARED.sub(r"\1", text, count=1).encode()
    return content


def _decompressed(content: bytes, limits: PictureLimits, field: str) -> bytes:
    stream = zlib.decompressobj(_GZIP_WINDOW)
    try:
        text = stream.decompress(content, _MOST_BYTES)
    except zlib.error as error:
        raise UndecodablePicture(field=field, format="SVG") from error
    if not stream.eof:
        if stream.unconsumed_tail:
            limits.check_metadata("SVG", len(text) + len(stream.unconsumed_tail))
        raise UndecodablePicture(field=field, format="SVG")
    return text


def with_emoji_font(content: bytes) -> bytes:
    """Name the font of emoji in the texts of an SVG in UTF-8: color glyphs would be left blank."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return content
    if not _EMOJI.search(text):
        return content
    return _TEXT.sub(lambda found: found[1] + _marked(found[2]) + found[3], text).encode()


def _marked(inside: str) -> str:
    return _BETWEEN_TAGS.sub(lambda found: found[1] + _EMOJI.sub(_in_outlines, found[2]), inside)


def _in_outlines(emoji: re.Match[str]) -> str:
    """Ask for the text form of each character: the other is laid out in the color font, whatever is named."""
    shown = "".join(letter + _AS_TEXT for letter in emoji[0] if letter not in (_AS_EMOJI, _JOINER))
    return f'<tspan font-family="{EMOJI_OUTLINES}">{shown}</tspan>'
