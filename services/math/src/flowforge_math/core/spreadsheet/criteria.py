"""Conditions as SUMIFS, COUNTIF and lookups take them: ">5", "<>", "North*"."""

import re
from collections.abc import Callable
from typing import Any, Final

from flowforge_math.core.spreadsheet.sheet import Frame
from flowforge_math.core.spreadsheet.values import FAULTS, Area, Fault, number_in, same

Matches = Callable[[Any], bool]
SCANNED: Final = 5  # steps of work for a cell that is compared
_SIGNED: Final = re.compile(r"(<=|>=|<>|=|<|>)?(.*)$", re.DOTALL)
_WILD: Final = re.compile(r"~[*?~]|[*?]")


def matcher(criterion: Any) -> Matches:
    """Return the test that a criterion stands for."""
    if criterion is None:
        return lambda cell: isinstance(cell, float) and cell == 0
    if isinstance(criterion, bool | Fault):
        return lambda cell: type(cell) is type(criterion) and cell == criterion
    if isinstance(criterion, float):
        return _equals(criterion)
    found = _SIGNED.match(criterion)
    assert found is not None  # noqa: S101 - both parts may be empty
    sign, rest = found[1], found[2]
    if sign in ("<", "<=", ">", ">="):
        return _ordered(sign, rest)
    equal = _equal(rest, bare=sign is None)
    return equal if sign != "<>" else lambda cell: not equal(cell)


def _equal(rest: str, *, bare: bool) -> Matches:
    if rest == "":
        return (lambda cell: cell is None or cell == "") if bare else (lambda cell: cell is None)
    if rest.upper() in ("TRUE", "FALSE"):
        wanted = rest.upper() == "TRUE"
        return lambda cell: isinstance(cell, bool) and cell == wanted
    if rest.upper() in FAULTS:
        return lambda cell: bool(cell == FAULTS[rest.upper()])
    found = number_in(rest)
    return _equals(float(found)) if found is not None else wildcard(rest)


def _equals(wanted: float) -> Matches:
    def matches(cell: Any) -> bool:
        if isinstance(cell, float):
            return same(cell, wanted)
        if isinstance(cell, str):
            found = number_in(cell)
            return found is not None and same(found, wanted)
        return False

    return matches


def _ordered(sign: str, rest: str) -> Matches:
    found = number_in(rest)
    if found is not None:
        wanted = float(found)
        return lambda cell: isinstance(cell, float) and _holds(sign, _order(cell, wanted))
    folded = rest.casefold()
    return lambda cell: (
        isinstance(cell, str) and _holds(sign, (cell.casefold() > folded) - (cell.casefold() < folded))
    )


def _order(cell: float, wanted: float) -> int:
    return 0 if same(cell, wanted) else (cell > wanted) - (cell < wanted)


def _holds(sign: str, order: int) -> bool:
    return (order < 0 and "<" in sign) or (order > 0 and ">" in sign) or (order == 0 and "=" in sign)


def wildcard(pattern: str) -> Matches:
    """Return a test of texts, in which ? is one character, * any number of them, and ~ escapes both."""
    folded = pattern.casefold()
    parts: list[str] = []
    place = 0
    for found in _WILD.finditer(folded):
        parts += [folded[place : found.start()], found[0]]
        place = found.end()
    parts.append(folded[place:])
    if len(parts) == 1:
        return lambda cell: isinstance(cell, str) and cell.casefold() == folded
    signs = _merged(parts)
    return lambda cell: isinstance(cell, str) and _fits(signs, cell.casefold())


def _merged(parts: list[str]) -> list[str]:
    """Return single characters, "?" as "" and "*" as "**"."""
    signs: list[str] = []
    for at, part in enumerate(parts):
        if at % 2 == 0:
            signs += list(part)
        elif part.startswith("~"):
            signs.append(part[1])
        elif part == "?":
            signs.append("")
        elif not signs or signs[-1] != "**":
            signs.append("**")
    return signs


def _fits(signs: list[str], text: str) -> bool:
    """Match without backtracking over more than the last star, so that no pattern is slow."""
    at = place = 0
    star, mark = -1, 0
    while place < len(text):
        if at < len(signs) and signs[at] != "**" and signs[at] in ("", text[place]):
            at, place = at + 1, place + 1
        elif at < len(signs) and signs[at] == "**":
            star, mark, at = at, place, at + 1
        elif star >= 0:
            at, mark = star + 1, mark + 1
            place = mark
        else:
            return False
    return all(sign == "**" for sign in signs[at:])


def rows_matching(frame: Frame, area: Area, criterion: Any) -> list[int]:
    """Return the places of the cells that fulfil a criterion; whole columns are searched once."""
    keep = area.key is not None
    key = ("criterion", area.key, type(criterion).__name__, criterion)
    if keep and key in frame.sheet.indexes:
        return frame.sheet.indexes[key]  # type: ignore[no-any-return] # what was put there
    if keep and (plain := _plain(criterion)) is not None:
        return _index(frame, area).get(plain, [])
    matches = matcher(criterion)
    cells = list(area.cells())
    frame.sheet.charge(SCANNED * len(cells))
    found = [place for place, cell in enumerate(cells) if matches(cell)]
    if keep:
        frame.sheet.indexes[key] = found
    return found


def _plain(criterion: Any) -> Any:
    """Return what an index of a column has for a criterion of equality, None for any other."""
    if isinstance(criterion, float) and not isinstance(criterion, bool):
        return f"{criterion:.15g}"
    if not isinstance(criterion, str) or criterion == "" or _WILD.search(criterion):
        return None
    if criterion[0] in "<>=" or criterion.upper() in ("TRUE", "FALSE") or criterion.upper() in FAULTS:
        return None
    found = number_in(criterion)
    return f"{found:.15g}" if found is not None else ("text", criterion.casefold())


def _index(frame: Frame, area: Area) -> dict[Any, list[int]]:
    key = ("index", area.key)
    if key not in frame.sheet.indexes:
        frame.sheet.charge(len(area.rows))
        index: dict[Any, list[int]] = {}
        for place, cell in enumerate(area.cells()):
            if isinstance(cell, float):
                index.setdefault(f"{cell:.15g}", []).append(place)
            elif isinstance(cell, str):
                found = number_in(cell)
                index.setdefault(
                    f"{found:.15g}" if found is not None else ("text", cell.casefold()), []
                ).append(place)
        frame.sheet.indexes[key] = index
    return frame.sheet.indexes[key]  # type: ignore[no-any-return] # what was put there
