"""The fonts that texts are set in: those that come with the service, and those of a folder of the operator's.

Fonts of the machine are not looked at, so that a text looks the same everywhere.
"""

import os
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

import uharfbuzz as harfbuzz  # type: ignore[import-untyped] # it ships none

from flowforge_image.core.engine import Image
from flowforge_image.core.faults import FontLacksCharacters, UnknownFont

DEFAULT_FAMILY = "Noto Sans"
_BUNDLED = ("manimgx_fonts", "manimgx_fonts_cjk")
_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_MONOCHROME_EMOJI = "Noto Emoji"  # would be taken for characters that the colored font has
_SHOWN = 10
_NAMES = (harfbuzz.OTNameIdPredefined.TYPOGRAPHIC_FAMILY, harfbuzz.OTNameIdPredefined.FONT_FAMILY)
# Characters that are drawn by no glyph of their own: format controls, variation selectors, white space.
_UNDRAWN = frozenset(("Cf", "Zs", "Zl", "Zp", "Cc"))
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


@dataclass(frozen=True, slots=True)
class FontSet:
    """`families` by their names in lower case; `characters` that at least one font can draw."""

    families: Mapping[str, str]
    characters: frozenset[int]

    def family(self, name: str) -> str:
        """Return the family's name as its font spells it. Raises UnknownFont."""
        if name.lower() not in self.families:
            raise UnknownFont(font=name, families=", ".join(sorted(self.families.values())))
        return self.families[name.lower()]

    def check(self, text: str) -> None:
        """Raise FontLacksCharacters if *text* has characters that would be drawn as empty boxes."""
        lacking = dict.fromkeys(each for each in text if ord(each) not in self.characters and _is_drawn(each))
        if lacking:
            shown = ", ".join(f"{each} (U+{ord(each):04X})" for each in list(lacking)[:_SHOWN])
            more = f" and {len(lacking) - _SHOWN} more" if len(lacking) > _SHOWN else ""
            raise FontLacksCharacters(characters=shown + more)


def _is_drawn(character: str) -> bool:
    if unicodedata.category(character) in _UNDRAWN:
        return False
    return not any(ord(character) in selectors for selectors in _SELECTORS)


@cache
def font_set(folder: Path | None) -> FontSet:
    """Return the bundled fonts and those in *folder*, ready to be drawn with."""
    use_bundled()
    found = list(_bundled_files())
    if folder is not None:
        own = sorted(_files(folder))
        for path in own:
            Image.text("a", fontfile=str(path))  # fontconfig knows the file from here on
        found += own
    families: dict[str, str] = {}
    characters: set[int] = set()
    for path in found:
        blob = harfbuzz.Blob.from_file_path(str(path))
        drawn = harfbuzz.Face(blob, 0).unicodes
        if not len(drawn):  # no font, whatever its name says
            continue
        characters.update(drawn)
        for index in range(harfbuzz.Face(blob, 0).count):
            face = harfbuzz.Face(blob, index)
            name = next((known for each in _NAMES if (known := face.get_name(each))), path.stem)
            families.setdefault(name.lower(), name)
    return FontSet(families, frozenset(characters))


@cache
def use_bundled() -> None:
    """Have fontconfig know the bundled fonts and no others. It reads its configuration once in a process."""
    where = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders())
    refused = (
        "<selectfont><rejectfont><pattern><patelt name='family'>"
        f"<string>{_MONOCHROME_EMOJI}</string></patelt></pattern></rejectfont></selectfont>"
    )
    # Letters keep the shape that they were drawn in: hints would bend them towards whole pixels.
    plain = "<match target='pattern'><edit name='hinting' mode='assign'><bool>false</bool></edit></match>"
    content = f"<?xml version='1.0'?><fontconfig>{where}{refused}{plain}</fontconfig>"
    with tempfile.TemporaryDirectory() as scratch:
        configuration = Path(scratch) / "fonts.conf"
        configuration.write_text(content, encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(configuration)
        Image.text("a", font=DEFAULT_FAMILY)


def folders() -> Iterator[Path]:
    """Yield the folders of the bundled fonts."""
    for package in _BUNDLED:
        yield Path(str(files(package)))
    yield Path(__file__).with_name("emoji")


def _bundled_files() -> Iterator[Path]:
    for folder in folders():
        yield from sorted(path for path in _files(folder) if not path.name.startswith("NotoEmoji"))


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES)
