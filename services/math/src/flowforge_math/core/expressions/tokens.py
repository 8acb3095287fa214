"""Split the text of an expression into numbers, names, quoted texts and signs."""

import re
from typing import Final

from flowforge_math.core.expressions.faults import DisallowedExpression, ExpressionTooComplex

MAX_CHARACTERS: Final = 2_000
MAX_TOKENS: Final = 1_000
NUMBER, NAME, TEXT, SIGN, END = "number", "name", "text", "sign", "end"
WORDS: Final = frozenset({"and", "or", "not", "xor", "if", "else", "mod", "to"})
Token = tuple[str, str, int]

_TOKEN: Final = re.compile(
    r"""\s*(?:
    (?P<number>0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+
      |(?:[0-9]+(?:_[0-9]+)*(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<text>"[^"]*")
    |(?P<sign>\*\*|//|<=|>=|==|!=|\.[*/^']|[-+*/%^()\[\],;:?<>=!'])
    )""",
    re.VERBOSE,
)
_PASTED: Final = "×=* ·=* ⋅=* ÷=/ −=- –=- ≤=<= ≥=>= ≠=!= π=pi τ=tau ∞=inf ²=^2 ³=^3 °=deg µ=u μ=u Ω=ohm"  # noqa: RUF001 - the signs that people paste
_TYPOGRAPHY: Final = dict(pair.split("=", 1) for pair in _PASTED.split(" ")) | {"\xa0": " "}
_UNUSUAL: Final = str.maketrans(_TYPOGRAPHY)


def scan(text: str, field: str) -> list[Token]:
    """Return the tokens of *text*, the last one the end; each has its kind, its text and its offset.

    Raises ExpressionTooComplex over 2,000 characters or 1,000 tokens, DisallowedExpression for a character
    that has no meaning.
    """
    if len(text) > MAX_CHARACTERS:
        raise ExpressionTooComplex(field=field, limit=f"{MAX_CHARACTERS:,} characters")
    plain = plain_text(text)
    tokens: list[Token] = []
    place, end = 0, len(plain)
    match = _TOKEN.match
    while place < end:
        found = match(plain, place)
        if found is None:
            raise _refusal(text, plain, place, field)
        kind = found.lastgroup or END
        tokens.append((kind, found[kind], found.start(kind)))
        place = found.end()
    if len(tokens) > MAX_TOKENS:
        raise ExpressionTooComplex(field=field, limit=f"{MAX_TOKENS:,} numbers, names and signs")
    tokens.append((END, "", end))
    return tokens if "in" not in plain else _conversions(tokens)


def _conversions(tokens: list[Token]) -> list[Token]:
    """Read `in` as the word `to` between two operands, as in `5 kg in lb`; elsewhere it is the inch."""
    result = list(tokens)
    for place in range(1, len(tokens) - 2):
        kind, word, _ = result[place - 1]
        closed = (kind in (NUMBER, NAME) and word not in WORDS) or word in (")", "]")
        named = [kind == NAME and word not in WORDS for kind, word, _ in tokens[place + 1 : place + 3]]
        inches = tokens[place + 1][1] == "in" and named[1]
        if tokens[place][1] == "in" and closed and named[0] and not inches:
            result[place] = (NAME, "to", tokens[place][2])
    return result


def plain_text(text: str) -> str:
    """Return *text* with the signs that people paste replaced by those of the grammar."""
    return (text if text.isascii() else text.translate(_UNUSUAL)).rstrip()


def position_of(offset: int, text: str) -> int:
    """Return the character of *text*, counted from 1, that the token at *offset* began at."""
    if text.isascii():
        return offset + 1
    seen = 0
    for index, character in enumerate(text):
        if seen >= offset:
            return index + 1
        seen += len(_TYPOGRAPHY.get(character, character))
    return len(text) + 1


def _refusal(text: str, plain: str, place: int, field: str) -> DisallowedExpression:
    while plain[place].isspace():
        place += 1
    character = plain[place]
    what = f"the character {character!r}"
    if character == ".":
        what = "an attribute ('.' is only a decimal point)"
    if character == '"':
        what = "a text whose quotation mark is never closed"
    return DisallowedExpression(field=field, what=what, position=position_of(place, text))
