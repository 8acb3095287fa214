"""Read a formula by operator precedence, straight into what computes it.

Excel's precedences are not those of mathematics: -2^2 is 4, and 2^3^2 is 64.
"""

import difflib
from collections.abc import Callable, Mapping
from typing import Any, Final

from flowforge_math.core.spreadsheet import tokens as kinds
from flowforge_math.core.spreadsheet.faults import FormulaTooComplex, MalformedFormula, UnknownFormulaName
from flowforge_math.core.spreadsheet.functions import FUNCTIONS
from flowforge_math.core.spreadsheet.operators import binary, negative, percent, positive
from flowforge_math.core.spreadsheet.references import References
from flowforge_math.core.spreadsheet.registry import MISSING, Thunk
from flowforge_math.core.spreadsheet.sheet import Sheet
from flowforge_math.core.spreadsheet.tokens import Token, scan
from flowforge_math.core.spreadsheet.values import FAULTS, Area

MAX_DEPTH: Final = 64
_STRENGTH: Final[Mapping[str, int]] = {
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), 1),
    "&": 2,
    **dict.fromkeys(("+", "-"), 3),
    **dict.fromkeys(("*", "/"), 4),
    "^": 5,
}
_PERCENT, _SIGN = 6, 7


class Reader:
    """Turns the tokens of one formula into a thunk. `uses_row`: its value differs from row to row."""

    def __init__(self, formula: str, field: str, sheet: Sheet, *, has_row: bool) -> None:
        self.field = field
        self.tokens: list[Token] = scan(formula, field)
        self.place = 0
        self.depth = 0
        self.references = References(sheet, field, has_row=has_row)
        self.scopes: list[str] = []

    @property
    def uses_row(self) -> bool:
        return self.references.uses_row

    def formula(self) -> Thunk:
        found = self.read(0)
        if self.tokens[self.place][0] != kinds.END:
            raise self.malformed(f"{self.tokens[self.place][1]!r} is unexpected here")
        return found

    def malformed(self, reason: str) -> MalformedFormula:
        return MalformedFormula(field=self.field, position=self.tokens[self.place][2] + 1, reason=reason)

    def read(self, floor: int) -> Thunk:
        """Read as far as operators bind more strongly than *floor*; all bind to the left."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaTooComplex(field=self.field, limit=f"{MAX_DEPTH} levels of nesting")
        left = self._operand()
        while True:
            sign = self.tokens[self.place][1] if self.tokens[self.place][0] == kinds.SIGN else ""
            if sign == "%" and floor < _PERCENT:
                self.place += 1
                left = percent(left)
                continue
            strength = _STRENGTH.get(sign, 0)
            if strength <= floor:
                break
            self.place += 1
            left = binary(sign, left, self.read(strength))
        self.depth -= 1
        return left

    def _operand(self) -> Thunk:
        kind, word, _ = self.tokens[self.place]
        if kind == kinds.SIGN:
            return self._sign(word)
        if kind == kinds.END:
            raise self.malformed("it is empty" if self.place == 0 else "something is missing here")
        self.place += 1
        if kind == kinds.NAME:
            return self._name(word)
        if kind in _LITERALS:
            literal = _LITERALS[kind](word)
            return lambda _: literal
        return self.references.read(kind, word)

    def _sign(self, word: str) -> Thunk:
        if word in ("-", "+"):
            self.place += 1
            return (negative if word == "-" else positive)(self.read(_SIGN))
        if word == "{":
            self.place += 1
            return self._array()
        if word != "(":
            raise self.malformed(f"{word!r} is unexpected here")
        self.place += 1
        found = self.read(0)
        self.expect(")")
        return found

    def expect(self, sign: str) -> None:
        if self.tokens[self.place][1] != sign:
            raise self.malformed(f"{sign!r} is expected here")
        self.place += 1

    def _array(self) -> Thunk:
        rows: list[list[Any]] = [[]]
        while True:
            rows[-1].append(self._constant())
            sign = self.tokens[self.place][1]
            if sign not in (",", ";", "}"):
                raise self.malformed("',', ';' or '}' is expected here")
            self.place += 1
            if sign == "}":
                break
            if sign == ";":
                rows.append([])
        if len({len(row) for row in rows}) > 1:
            raise self.malformed("the rows of the array differ in length")
        area = Area(rows)
        return lambda _: area

    def _constant(self) -> Any:
        minus = self.tokens[self.place][1] == "-"
        self.place += minus
        kind, word, _ = self.tokens[self.place]
        if kind in _LITERALS and not (minus and kind != kinds.NUMBER):
            self.place += 1
            found = _LITERALS[kind](word)
            return -found if minus else found
        if kind == kinds.NAME and word.upper() in ("TRUE", "FALSE"):
            self.place += 1
            return word.upper() == "TRUE"
        raise self.malformed("an array in braces holds numbers, texts and booleans")

    def _name(self, word: str) -> Thunk:
        name = word.upper()
        if self.tokens[self.place][1] == "(":
            return self._call(name)
        if name in ("TRUE", "FALSE"):
            return lambda _: name == "TRUE"
        return self.references.named(word)

    def _call(self, name: str) -> Thunk:
        name = name.removeprefix("_XLFN.").removeprefix("_XLWS.")
        function = FUNCTIONS.get(name)
        if function is None:
            close = difflib.get_close_matches(name[:64], FUNCTIONS, n=1)
            hint = f": did you mean {close[0]}" if close else ""
            raise UnknownFormulaName(field=self.field, name=name[:64], kind="function", hint=hint)
        start = self.place
        self.place += 1
        arguments = self._arguments()
        if not function.least <= len(arguments) <= function.most:
            self.place = start
            least, most = function.least, function.most
            span = f"{least}" if least == most else f"{least} to {most}"
            raise self.malformed(f"{name} takes {span} arguments, not {len(arguments)}")
        self.references.uses_row |= name in ("ROW", "COLUMN") and not arguments
        call = function.call
        if function.kind == "lazy":
            return lambda frame: call(frame, *arguments)
        return lambda frame: call(frame, *[one(frame) for one in arguments])

    def _arguments(self) -> list[Thunk]:
        arguments: list[Thunk] = []
        if self.tokens[self.place][1] == ")" and self.tokens[self.place][0] == kinds.SIGN:
            self.place += 1
            return arguments
        while True:
            if self.tokens[self.place][0] == kinds.SIGN and self.tokens[self.place][1] in (",", ";", ")"):
                arguments.append(lambda _: MISSING)
            else:
                arguments.append(self.read(0))
            sign = self.tokens[self.place][1]
            if sign not in (",", ";", ")"):
                raise self.malformed("',' or ')' is expected here")
            self.place += 1
            if sign == ")":
                return arguments


_LITERALS: Final[Mapping[str, Callable[[str], Any]]] = {
    kinds.NUMBER: float,
    kinds.TEXT: lambda word: word[1:-1].replace('""', '"'),
    kinds.FAULT: lambda word: FAULTS[word],
}
