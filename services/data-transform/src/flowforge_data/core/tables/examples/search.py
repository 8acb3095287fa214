"""Best-first search for the cheapest concatenation of pieces that makes every output."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from flowforge_data.core.tables.examples.atoms import Atom, atoms_of, quoted

MAX_STEPS: Final = 20_000
MOST_PROGRAMS: Final = 3
MOST_PARTS: Final = 24
_SAME: Final = 2
Part = Atom | str


@dataclass(frozen=True, slots=True)
class Program:
    """Pieces and literals, one after the other."""

    parts: tuple[Part, ...]
    cost: float

    @property
    def sql(self) -> str:
        return " || ".join(quoted(part) if isinstance(part, str) else part.sql for part in self.parts) or "''"

    def run(self, row: Mapping[str, Any]) -> str | None:
        """Return the output for *row*, None where a piece has no value."""
        pieces = [part if isinstance(part, str) else part.evaluate(row) for part in self.parts]
        return None if None in pieces else "".join(piece or "" for piece in pieces)


def programs(
    columns: Sequence[str], inputs: Sequence[Mapping[str, Any]], outputs: Sequence[str]
) -> list[Program]:
    """Return up to three programs that make each output of its input, the cheapest first."""
    atoms = _by_values(columns, inputs, outputs)
    order = count()
    start = (0,) * len(outputs)
    goal = tuple(len(one) for one in outputs)
    waiting: list[tuple[float, int, tuple[int, ...], tuple[Part, ...]]] = [(0.0, next(order), start, ())]
    found: list[Program] = []
    visits: dict[tuple[int, ...], int] = {}
    for _ in range(MAX_STEPS):
        if not waiting or len(found) == MOST_PROGRAMS:
            break
        cost, _, places, parts = heapq.heappop(waiting)
        visits[places] = visits.get(places, 0) + 1
        if visits[places] > MOST_PROGRAMS or len(parts) > MOST_PARTS:
            continue
        if places == goal:
            found.append(Program(_joined(parts), cost))
            continue
        for part, added, width in _next(atoms, outputs, places, parts):
            moved = tuple(place + one for place, one in zip(places, width, strict=True))
            heapq.heappush(waiting, (cost + added, next(order), moved, (*parts, part)))
    return found


def _by_values(
    columns: Sequence[str], inputs: Sequence[Mapping[str, Any]], outputs: Sequence[str]
) -> dict[tuple[str, ...], list[Atom]]:
    """Return the cheapest pieces for each tuple of values that stands in the outputs."""
    found: dict[tuple[str, ...], list[Atom]] = {}
    for atom in atoms_of(columns, inputs):
        values = tuple(atom.evaluate(row) or "" for row in inputs)
        fits = all(value and value in output for value, output in zip(values, outputs, strict=True))
        if fits:
            found.setdefault(values, []).append(atom)
    return {values: sorted(same, key=lambda atom: atom.cost)[:_SAME] for values, same in found.items()}


def _next(
    atoms: Mapping[tuple[str, ...], list[Atom]],
    outputs: Sequence[str],
    places: tuple[int, ...],
    parts: tuple[Part, ...],
) -> Iterator[tuple[Part, float, list[int]]]:
    for values, same in atoms.items():
        if all(
            output.startswith(value, place)
            for output, value, place in zip(outputs, values, places, strict=True)
        ):
            for atom in same:
                yield atom, atom.cost, [len(value) for value in values]
    letters = {output[place : place + 1] for output, place in zip(outputs, places, strict=True)}
    letter = letters.pop()
    if not letters and letter:
        begins = 0.4 if not parts or not isinstance(parts[-1], str) else 0.0
        yield letter, begins + (0.9 if letter.isalnum() else 0.15), [1] * len(outputs)


def _joined(parts: Sequence[Part]) -> tuple[Part, ...]:
    joined: list[Part] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return tuple(joined)
