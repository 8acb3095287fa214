"""The installed font files, their families, and the characters that they can draw."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import uharfbuzz as harfbuzz  # type: ignore[import-untyped] # it ships none

from flowforge_fonts.errors import FontLacksCharacters, UnknownFont

DEFAULT_FAMILY = "Noto Sans"
EMOJI_FAMILY = "Noto Color Emoji"
EMOJI_OUTLINES = "Noto Emoji"  # in one color, for what draws outlines alone
_PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
_OWN_FOLDERS = ("emoji", "metric")
_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_MOST_SHOWN = 10
_FAMILY_NAMES = (harfbuzz.OTNameIdPredefined.TYPOGRAPHIC_FAMILY, harfbuzz.OTNameIdPredefined.FONT_FAMILY)
_STYLE_NAMES = (harfbuzz.OTNameIdPredefined.TYPOGRAPHIC_SUBFAMILY, harfbuzz.OTNameIdPredefined.FONT_SUBFAMILY)
# Characters without a glyph of their own: format controls, variation selectors, white space.
_UNDRAWN = frozenset(("Cf", "Zs", "Zl", "Zp", "Cc"))
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


@dataclass(frozen=True, slots=True)
class FontFile:
    """One face: `index` is its number in a collection (TTC), else 0. Weights may be a variable axis."""

    path: Path
    index: int
    family: str
    italic: bool
    bold: bool = False


@dataclass(frozen=True, slots=True)
class FontSet:
    """`families` by lower-case name; `characters` that at least one font can draw."""

    families: Mapping[str, str]
    characters: frozenset[int]

    def family(self, name: str) -> str:
        """Return the family as its font spells it. Raises UnknownFont."""
        if name.lower() not in self.families:
            raise UnknownFont(font=name, families=", ".join(sorted(self.families.values())))
        return self.families[name.lower()]

    def check(self, text: str) -> None:
        """Raise FontLacksCharacters if *text* has characters that would be drawn as empty boxes."""
        missing = dict.fromkeys(each for each in text if ord(each) not in self.characters and _is_drawn(each))
        if missing:
            shown = ", ".join(f"{each} (U+{ord(each):04X})" for each in list(missing)[:_MOST_SHOWN])
            more = f" and {len(missing) - _MOST_SHOWN} more" if len(missing) > _MOST_SHOWN else ""
            raise FontLacksCharacters(characters=shown + more)


def _is_drawn(character: str) -> bool:
    if unicodedata.category(character) in _UNDRAWN:
        return False
    return not any(ord(character) in selectors for selectors in _SELECTORS)


def font_folders() -> tuple[Path, ...]:
    """Return the folders of the bundled fonts."""
    own = (Path(__file__).with_name(name) for name in _OWN_FOLDERS)
    return (*(Path(str(files(package))) for package in _PACKAGES), *own)


def static_fonts() -> Path:
    """Return the folder of the default family in four fixed styles, for libraries that cannot vary fonts."""
    return Path(__file__).with_name("static")


@cache
def load_fonts(folder: Path | None = None) -> FontSet:
    """Return the bundled fonts and those in *folder*. Files that are not fonts are skipped."""
    families: dict[str, str] = {}
    characters: set[int] = set()
    for path in _paths(folder):
        characters.update(harfbuzz.Face(harfbuzz.Blob.from_file_path(str(path)), 0).unicodes)
    for face in font_files(folder):
        families.setdefault(face.family.lower(), face.family)
    return FontSet(families, frozenset(characters))


@cache
def font_files(folder: Path | None = None) -> tuple[FontFile, ...]:
    """Return every face of the bundled fonts and of those in *folder*."""
    return tuple(face for path in _paths(folder) for face in _faces(path))


def find_font(
    family: str, *, bold: bool = False, italic: bool = False, folder: Path | None = None
) -> FontFile:
    """Return the face of a family that is nearest to the style; italic goes before bold. Raises UnknownFont.

    A family with variable weights has no bold face.
    """
    name = load_fonts(folder).family(family)
    found = [face for face in font_files(folder) if face.family == name]
    return max(found, key=lambda face: (face.italic == italic, face.bold == bold))


@cache
def characters_of(face: FontFile) -> frozenset[int]:
    """Return the code points that *face* has glyphs for."""
    return frozenset(harfbuzz.Face(harfbuzz.Blob.from_file_path(str(face.path)), face.index).unicodes)


def _faces(path: Path) -> Iterator[FontFile]:
    blob = harfbuzz.Blob.from_file_path(str(path))
    if not len(harfbuzz.Face(blob, 0).unicodes):  # not a font
        return
    for index in range(harfbuzz.Face(blob, 0).count):
        face = harfbuzz.Face(blob, index)
        style = _first_name(face, _STYLE_NAMES, "")
        family = _first_name(face, _FAMILY_NAMES, path.stem)
        yield FontFile(path, index, family, "italic" in style.lower(), "bold" in style.lower())


def _first_name(face: "harfbuzz.Face", names: tuple[int, ...], fallback: str) -> str:
    return next((str(found) for name in names if (found := face.get_name(name))), fallback)


def _paths(folder: Path | None) -> Iterator[Path]:
    for bundled in font_folders():
        yield from _in_folder(bundled)
    if folder is not None:
        yield from _in_folder(folder)


def _in_folder(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES)
