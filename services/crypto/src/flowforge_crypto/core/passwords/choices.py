"""Random choices that people can read: strings, passwords, passphrases, and what they are worth in bits."""

import math
import secrets
import string
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Literal

Alphabet = Literal[
    "alphanumeric", "letters", "lowercase", "uppercase", "digits", "hex", "url-safe", "unambiguous"
]
AMBIGUOUS = "0O1lI|`'\""
SYMBOLS = "!#$%&()*+,-./:;<=>?@[]^_{}~"
ALPHABETS: dict[Alphabet, str] = {
    "alphanumeric": string.ascii_letters + string.digits,
    "letters": string.ascii_letters,
    "lowercase": string.ascii_lowercase,
    "uppercase": string.ascii_uppercase,
    "digits": string.digits,
    "hex": "0123456789abcdef",
    "url-safe": string.ascii_letters + string.digits + "-_",
    "unambiguous": "".join(sorted(set(string.ascii_letters + string.digits) - set(AMBIGUOUS))),
}


def draw(alphabet: str, length: int) -> str:
    """Return *length* characters, each drawn evenly from *alphabet*."""
    return "".join(secrets.choice(alphabet) for _ in range(length))


def draw_with_each(classes: Sequence[str], length: int) -> str:
    """Return *length* characters of all *classes* together, at least one of each.

    Draws whole strings until one fits, so that every fitting string is equally likely.
    """
    alphabet = "".join(classes)
    while True:
        drawn = draw(alphabet, length)
        if all(set(drawn) & set(one) for one in classes):
            return drawn


def entropy_bits(choices: int, draws: int) -> float:
    """Return the bits that *draws* even draws among *choices* are worth, to one decimal."""
    return round(math.log2(choices) * draws, 1)


@cache
def wordlist() -> tuple[str, ...]:
    """Return the EFF's large word list: 7,776 English words, five dice each."""
    text = resources.files("xkcdpass").joinpath("static", "eff-long").read_text("ascii")
    return tuple(text.split())
