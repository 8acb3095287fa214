"""Find the value of a closed choice that a caller means, however it is spelled."""

import re
from collections.abc import Callable, Iterable
from typing import Any

Spelling = Callable[[str], str]
_SEPARATORS = re.compile(r"[\s_./-]+")
_AMERICAN = (
    ("colour", "color"),
    ("centre", "center"),
    ("grey", "gray"),
    ("catalogue", "catalog"),
    ("behaviour", "behavior"),
    ("neighbour", "neighbor"),
    ("favour", "favor"),
    ("licence", "license"),
    ("metre", "meter"),
)
_ISE = re.compile(r"(?<=[a-z])is(?=(?:e|ed|er|es|ing|ation|ations)\b)|(?<=analy)s(?=(?:e|ed|er|es|ing)\b)")
_ALIKE = {
    "htm": "html",
    "jpg": "jpeg",
    "md": "markdown",
    "mpg": "mpeg",
    "pjpeg": "jpeg",
    "svgz": "svg",
    "text": "txt",
    "tif": "tiff",
    "txt": "text",
    "yml": "yaml",
}


def american(word: str) -> str:
    """Return a lower-case word in American spelling."""
    for british, ours in _AMERICAN:
        word = word.replace(british, ours)
    return _ISE.sub("z", word)


class Choices:
    """The values of one closed choice, found by case, blanks, separators and spelling alike."""

    def __init__(self, values: Iterable[Any]) -> None:
        self.values = tuple(values)
        self._levels = [(spell, _unique(self.values, spell)) for spell in _SPELLINGS]

    def find(self, given: Any) -> Any:
        """Return the value that *given* means, else *given*."""
        text = str(given)
        for spell, values in self._levels:
            if (key := spell(text)) in values:
                return values[key]
        alike = _ALIKE.get(_bare(text), "")
        return self._levels[-1][1].get(alike, given)


def _folded(text: str) -> str:
    return text.strip().lower()


def _bare(text: str) -> str:
    words = _SEPARATORS.sub(" ", text.strip().lower())
    return american(words).replace(" ", "")


_SPELLINGS: tuple[Spelling, ...] = (str, _folded, _bare)


def _unique(values: tuple[Any, ...], spell: Spelling) -> dict[str, Any]:
    """Map each spelling to its value, without those that several values share."""
    found: dict[str, Any] = {}
    shared = set()
    for value in values:
        key = spell(str(value))
        if key in found:
            shared.add(key)
        found[key] = value
    return {key: value for key, value in found.items() if key not in shared}
