"""Split a formula into numbers, texts, references, names and signs."""

import re
from typing import Final

from flowforge_math.core.spreadsheet.faults import FormulaTooComplex, MalformedFormula

MAX_CHARACTERS: Final = 8_192
MAX_TOKENS: Final = 2_000
NUMBER, TEXT, FAULT, COLUMN, AREA, CELL, NAME, SIGN, END = (
    *("number", "text", "fault", "column", "area", "cell", "name", "sign", "end"),
)
Token = tuple[str, str, int]
_TOKEN: Final = re.compile(
    r"""\s*(?:
    (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?![A-Za-z_]))
    |(?P<text>"(?:[^"]|"")*")
    |(?P<fault>\#N/A|\#VALUE!|\#REF!|\#DIV/0!|\#NUM!|\#NAME\?|\#NULL!)
    |(?P<column>(?:[^\W\d]\w*)?\[(?:@?\[[^\[\]]*\]|[^\[\]]*)\])
    |(?P<area>(?:\$?[A-Za-z]{1,3}\$?[0-9]{1,7}:\$?[A-Za-z]{1,3}\$?[0-9]{1,7}
      |\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w.(]))
    |(?P<cell>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?![\w.(]))
    |(?P<name>[^\W\d][\w.]*)
    |(?P<sign><=|>=|<>|[-+*/^&=<>%(),;{}])
    )""",
    re.VERBOSE,
)


def scan(formula: str, field: str) -> list[Token]:
    """Return the tokens of a formula, the last one the end; each has its kind, text and offset."""
    if len(formula) > MAX_CHARACTERS:
        raise FormulaTooComplex(field=field, limit=f"{MAX_CHARACTERS:,} characters")
    tokens: list[Token] = []
    plain = formula.rstrip()
    place = len(plain) - len(plain.lstrip())
    place += plain[place : place + 1] == "="
    while place < len(plain):
        found = _TOKEN.match(plain, place)
        if found is None:
            while plain[place].isspace():
                place += 1
            reason = f"the character {plain[place]!r} has no meaning here"
            if plain[place] == '"':
                reason = "a text whose quotation mark is never closed"
            raise MalformedFormula(field=field, position=place + 1, reason=reason)
        kind = found.lastgroup or END
        tokens.append((kind, found[kind], found.start(kind)))
        place = found.end()
    if len(tokens) > MAX_TOKENS:
        raise FormulaTooComplex(field=field, limit=f"{MAX_TOKENS:,} numbers, names and signs")
    tokens.append((END, "", len(plain)))
    return tokens
