"""How well a text was read: character errors with and without order, and words found.

Compatible forms, quotes and dashes are made one. White space is ignored for characters; words are compared as
bags, in Chinese and Japanese each character is a word.
"""

import re
import unicodedata
from collections import Counter

from rapidfuzz.distance import Levenshtein

_STYLE = str.maketrans({"\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"', "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{EN DASH}": "-", "\N{EM DASH}": "-", "\N{IDEOGRAPHIC FULL STOP}": "."})  # fmt: skip
_WORD = re.compile("[\u3040-\u9fff]|[^\\s\u3040-\u9fff]+")


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_STYLE)


def error_in_order(text: str, wanted: str) -> float:
    """Return the character error rate of a text."""
    found, expected = ("".join(plain(each).split()) for each in (text, wanted))
    return Levenshtein.distance(found, expected) / max(1, len(expected))


def words_f1(text: str, wanted: str) -> float:
    found, expected = _bags(text, wanted)
    return 2 * (found & expected).total() / max(1, found.total() + expected.total())


def error_without_order(text: str, wanted: str) -> float:
    """Return the character error rate if each word is compared with the word nearest to it."""
    found, expected = _bags(text, wanted)
    left, missed = list((found - expected).elements()), list((expected - found).elements())
    errors = 0
    for word in sorted(missed, key=len, reverse=True):
        nearest = min(left, key=lambda other: Levenshtein.distance(word, other), default="")
        distance = Levenshtein.distance(word, nearest)
        if nearest and distance < len(word):
            left.remove(nearest)
            errors += distance
        else:
            errors += len(word)
    errors += sum(len(word) for word in left)
    return errors / max(1, sum(len(word) * count for word, count in expected.items()))


def _bags(text: str, wanted: str) -> tuple["Counter[str]", "Counter[str]"]:
    return Counter(_WORD.findall(plain(text))), Counter(_WORD.findall(plain(wanted)))
