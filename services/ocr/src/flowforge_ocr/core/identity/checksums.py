"""Find the likeliest text of a zone whose check digits are right.

All characters that each place may hold are considered at once: a dynamic program over the two sums modulo 10
that the check digits of fields and of the whole zone state. A text against a check digit is possible, but
unlikely, so that what is printed wrong is returned as it is printed.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flowforge_ocr.core.identity.glyphs import Glyph
from flowforge_ocr.core.identity.layouts import ALLOWED, Layout

WEIGHTS = (7, 3, 1)
_DIGITS = "0123456789"
_VIOLATION = math.log(1e-4)
_NO_DIGIT = math.log(0.05)  # a filler instead of the check digit of a number

State = tuple[int, int]
Path = tuple[float, tuple["Path | None", str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A place of a zone. `weight` and `composite` are its weights in the two sums."""

    allowed: str
    weight: int = 0
    begins: bool = False
    checks: bool = False
    composite: int = 0
    checks_all: bool = False


def value_of(character: str) -> int:
    if character == "<":
        return 0
    return int(character) if character.isdigit() else ord(character) - ord("A") + 10


def cells_of(layout: Layout) -> dict[tuple[int, int], Cell]:
    """Return the places of a layout that a field, or a check digit, covers."""
    composite = [(line, column) for line, start, end in layout.composite for column in range(start, end)]
    weights = {place: WEIGHTS[at % 3] for at, place in enumerate(composite)}
    cells: dict[tuple[int, int], Cell] = {}
    for part in layout.parts:
        for at, column in enumerate(range(part.start, part.end)):
            place = (part.line, column)
            weight = WEIGHTS[at % 3] if part.check is not None else 0
            cells[place] = Cell(ALLOWED[part.holds], weight, at == 0, composite=weights.get(place, 0))
        if part.check is not None:
            place = (part.line, part.check)
            allowed = _DIGITS + "<" if part.holds == "any" else _DIGITS
            cells[place] = Cell(allowed, checks=True, composite=weights.get(place, 0))
    if layout.composite_at is not None:
        cells[layout.composite_at] = Cell(_DIGITS, checks_all=True)
    return cells


def likeliest(lines: Sequence[Sequence[Glyph]], layout: Layout) -> tuple[list[str], float]:
    """Return the likeliest lines, and the logarithm of how likely they are."""
    cells = cells_of(layout)
    states: dict[State, Path] = {(0, 0): (0.0, (None, ""))}
    for row, line in enumerate(lines):
        for column, glyph in enumerate(line):
            cell = cells[row, column]
            states = _step(states, cell, glyph.choices(cell.allowed))
    best = max(states.values(), key=lambda path: path[0])
    text = _text(best)
    starts = [sum(map(len, lines[:row])) for row in range(len(lines) + 1)]
    return [text[start:end] for start, end in pairwise(starts)], best[0]


def _step(states: Mapping[State, Path], cell: Cell, choices: Mapping[str, float]) -> dict[State, Path]:
    found: dict[State, Path] = {}
    for character, chance in choices.items():
        value, cost = value_of(character), math.log(chance)
        for (field, total), path in states.items():
            likely = path[0] + cost
            if cell.checks:
                likely += _against(character, field, total=field)
            if cell.checks_all:
                likely += _against(character, total, total=total)
            before = 0 if cell.begins else field
            after = ((before + value * cell.weight) % 10, (total + value * cell.composite) % 10)
            if after not in found or likely > found[after][0]:
                found[after] = (likely, (path, character))
    return found


def _against(character: str, wanted: int, *, total: int) -> float:
    """Return what a character costs as the check digit of a sum."""
    if character == "<":
        return 0.0 if total == 0 else _NO_DIGIT
    return 0.0 if character == str(wanted) else _VIOLATION


def _text(path: Path) -> str:
    characters = []
    current: Path | None = path
    while current is not None:
        current, character = current[1]
        characters.append(character)
    return "".join(reversed(characters))
