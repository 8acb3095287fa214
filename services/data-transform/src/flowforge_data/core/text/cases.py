"""Cases of text."""

import re
from collections.abc import Callable
from typing import Final

from anyascii import anyascii

_BOUNDARY: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SMALL: Final = frozenset(
    ["a", "an", "and", "as", "at", "but", "by", "for", "in", "of", "on", "or", "the", "to"]
)
_GERMAN: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def cased(text: str, case: str, max_length: int | None) -> str:
    """Return *text* in *case*."""
    if case == "slug":
        return slug(text, max_length)
    return _CASES[case](text)


def slug(text: str, max_length: int | None) -> str:
    """Return lower-case ASCII words joined by hyphens, cut at a word."""
    plain = re.sub(r"[^a-z0-9]+", "-", anyascii(text.translate(_GERMAN)).replace("'", "").lower()).strip("-")
    if max_length is None or len(plain) <= max_length:
        return plain
    cut = plain[: max_length + 1].rpartition("-")[0]
    return cut or plain[:max_length]


def _words(text: str) -> list[str]:
    return [word for part in re.findall(r"[^\W_]+", text) for word in _BOUNDARY.split(part) if word]


def _title(text: str) -> str:
    words = text.split(" ")
    last = len(words) - 1
    return " ".join(
        word.lower() if 0 < place < last and word.lower() in _SMALL else word[:1].upper() + word[1:].lower()
        for place, word in enumerate(words)
    )


def _sentence(text: str) -> str:
    return re.sub(r"(^\s*|[.!?]\s+)(\w)", lambda match: match[1] + match[2].upper(), text.lower())


def _camel(text: str) -> str:
    pascal = _pascal(text)
    return pascal[:1].lower() + pascal[1:]


def _pascal(text: str) -> str:
    return "".join(word[:1].upper() + word[1:].lower() for word in _words(text))


_CASES: Final[dict[str, Callable[[str], str]]] = {
    "upper": str.upper,
    "lower": str.lower,
    "swap": str.swapcase,
    "title": _title,
    "sentence": _sentence,
    "camel": _camel,
    "pascal": _pascal,
    "snake": lambda text: "_".join(_words(text)).lower(),
    "kebab": lambda text: "-".join(_words(text)).lower(),
    "constant": lambda text: "_".join(_words(text)).upper(),
}
