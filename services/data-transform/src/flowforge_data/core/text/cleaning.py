"""Clean text, step by step."""

import html
import re
import unicodedata
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Final

import ftfy
from anyascii import anyascii
from lxml import html as lxml_html

_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_EMOJI: Final = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]")
_QUOTES: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
    }
)


def cleaned(text: str, steps: AbstractSet[str]) -> str:
    """Apply the chosen *steps* in their fixed order."""
    for name, act in _STEPS.items():
        if name in steps:
            text = act(text)
    return text


def _strip_html(text: str) -> str:
    if "<" not in text:
        return text
    root = lxml_html.fragment_fromstring(text, create_parent="div")
    for one in root.xpath(".//script|.//style"):
        one.drop_tree()
    return str(root.text_content())


def _without(category: str) -> Callable[[str], str]:
    def act(text: str) -> str:
        return "".join(letter for letter in text if not unicodedata.category(letter).startswith(category))

    return act


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize(
        "NFC", "".join(letter for letter in parts if unicodedata.category(letter) != "Mn")
    )


_STEPS: Final[dict[str, Callable[[str], str]]] = {
    "repair_encoding": ftfy.fix_encoding,
    "unescape_html": html.unescape,
    "strip_html": _strip_html,
    "normalize": lambda text: unicodedata.normalize("NFC", text),
    "remove_control_characters": lambda text: _CONTROL.sub("", text),
    "remove_invisible_characters": lambda text: _INVISIBLE.sub("", text),
    "straight_quotes": lambda text: text.translate(_QUOTES),
    "transliterate": anyascii,
    "remove_accents": _without_accents,
    "remove_emoji": lambda text: _EMOJI.sub("", text),
    "remove_punctuation": _without("P"),
    "remove_digits": _without("Nd"),
    "unify_line_ends": lambda text: text.replace("\r\n", "\n").replace("\r", "\n"),
    "collapse_spaces": lambda text: re.sub(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+", " ", text),
    "remove_empty_lines": lambda text: "\n".join(line for line in text.splitlines() if line.strip()),
    "single_line": lambda text: " ".join(text.split()),
    "trim": str.strip,
}
