"""The fonts that services draw text with, and the lookup of families and characters in them.

Needs nothing from outside: the fonts come in packages, and fonts installed on the machine are never used.
"""

from flowforge_fonts.catalog import (
    DEFAULT_FAMILY,
    EMOJI_FAMILY,
    EMOJI_OUTLINES,
    FontFile,
    FontSet,
    characters_of,
    find_font,
    font_files,
    font_folders,
    load_fonts,
    static_fonts,
)
from flowforge_fonts.cjk import cjk_family
from flowforge_fonts.configuration import use_bundled_fonts
from flowforge_fonts.errors import FontLacksCharacters, UnknownFont
from flowforge_fonts.metric_fonts import MetricFamily, metric_font
from flowforge_fonts.substitutes import SUBSTITUTES, substitute

__all__ = [
    "DEFAULT_FAMILY",
    "EMOJI_FAMILY",
    "EMOJI_OUTLINES",
    "SUBSTITUTES",
    "FontFile",
    "FontLacksCharacters",
    "FontSet",
    "MetricFamily",
    "UnknownFont",
    "characters_of",
    "cjk_family",
    "find_font",
    "font_files",
    "font_folders",
    "load_fonts",
    "metric_font",
    "static_fonts",
    "substitute",
    "use_bundled_fonts",
]
