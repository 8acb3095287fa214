"""Read linear programs in the MPS format, fixed or free. What is not understood is refused, never skipped."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import scipy.sparse

from flowforge_math.core.optimization.faults import UnreadableProgram
from flowforge_math.core.optimization.mps_bounds import Bounds
from flowforge_math.core.optimization.program import Program

MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 20_000
MAX_ENTRIES: Final = 500_000
_FIELDS: Final = ((1, 3), (4, 12), (14, 22), (24, 36), (39, 47), (49, 61))
_OTHERS: Final = frozenset({"NAME", "OBJSENSE", "ROWS", "COLUMNS", "RHS", "RANGES", "BOUNDS"})
Line = tuple[int, list[str]]


class Damaged(Exception):
    """A line that cannot be read; the text says why."""


@dataclass(slots=True)
class _Model:
    kinds: dict[str, str] = field(default_factory=dict)
    objective: str | None = None
    maximize: bool = False
    columns: dict[str, dict[str, float]] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    within_whole: bool = False
    entries: int = 0
    sets: dict[str, str | None] = field(default_factory=dict)
    sides: dict[str, float] = field(default_factory=dict)
    ranges: dict[str, float] = field(default_factory=dict)
    bounds: Bounds = field(default_factory=Bounds)
    ignored: set[str] = field(default_factory=set)


def read_mps(content: bytes, goal: str | None) -> Program:
    """Read a program; *goal* overrides that of the file. Raises UnreadableProgram."""
    text = content.decode("utf-8-sig", "replace")
    try:
        model = _read(text, fixed=False)
    except UnreadableProgram as fault:
        try:
            model = _read(text, fixed=True)  # names with blanks in them
        except UnreadableProgram:
            raise fault from None
    if goal is not None:
        model.maximize = goal == "maximize"
    return _program(model)


def _read(text: str, *, fixed: bool) -> _Model:
    model, section, ended = _Model(), "", False
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.rstrip()
        if not line.strip() or line.startswith("*"):
            continue
        try:
            if not line[0].isspace():
                section, *rest = line.split()
                if section == "ENDATA":
                    ended = True
                    break
                _begin(model, section, rest)
            else:
                _SECTIONS[section](model, _split(line, section, fixed=fixed))
        except Damaged as error:
            raise UnreadableProgram(reason=f"line {number}: {error}") from error
        except (KeyError, IndexError, ValueError) as error:
            shown = line.strip()[:60]
            raise UnreadableProgram(reason=f"line {number} has no meaning there: {shown!r}") from error
    if not ended:
        raise UnreadableProgram(reason="it ends without ENDATA: it is no MPS file, or it was cut off")
    return model


def _begin(model: _Model, section: str, rest: list[str]) -> None:
    if section not in _OTHERS:
        raise Damaged(f"the section {section[:20]!r} is not supported")
    if section == "OBJSENSE" and rest:
        _sense(model, rest)


def _split(line: str, section: str, *, fixed: bool) -> list[str]:
    if not fixed or section in ("OBJSENSE", "NAME"):
        return line.split()
    parts = [line[start:end].strip() for start, end in _FIELDS]
    if section not in ("ROWS", "BOUNDS"):
        parts = parts[1:]
    while parts and not parts[-1]:
        parts.pop()
    return parts


def _sense(model: _Model, parts: list[str]) -> None:
    senses = {"MAX": True, "MAXIMIZE": True, "MIN": False, "MINIMIZE": False}
    if parts[0].upper() not in senses:
        raise Damaged(f"the sense {parts[0][:20]!r} is neither MAX nor MIN")
    model.maximize = senses[parts[0].upper()]


def _rows(model: _Model, parts: list[str]) -> None:
    kind, name = parts
    if kind not in ("N", "L", "G", "E"):
        raise Damaged(f"a row is N, L, G or E, not {kind[:20]!r}")
    if name in model.kinds:
        raise Damaged(f"the row {name!r} is there twice")
    model.kinds[name] = kind
    if kind == "N" and model.objective is None:
        model.objective = name
    if len(model.kinds) > MAX_ROWS + 1:
        raise Damaged(f"over {MAX_ROWS:,} rows are not solved")


def _columns(model: _Model, parts: list[str]) -> None:
    if "'MARKER'" in parts:
        model.within_whole = {"'INTORG'": True, "'INTEND'": False}[parts[-1]]
        return
    name, *rest = parts
    column = model.columns.setdefault(name, {})
    if model.within_whole:
        model.whole.add(name)
    for row, value in _pairs(rest):
        _require_row(model, row)
        if row in column:
            raise Damaged(f"the column {name!r} has two values in the row {row!r}")
        column[row] = value
        model.entries += 1
    if model.entries > MAX_ENTRIES or len(model.columns) > MAX_COLUMNS:
        raise Damaged(f"over {MAX_COLUMNS:,} columns or {MAX_ENTRIES:,} values are not solved")


def _sides(model: _Model, parts: list[str]) -> None:
    for row, value in _of_first_set(model, "RHS", parts):
        _require_row(model, row)
        model.sides[row] = value


def _ranges(model: _Model, parts: list[str]) -> None:
    for row, value in _of_first_set(model, "RANGES", parts):
        _require_row(model, row)
        if model.kinds[row] == "N":
            raise Damaged(f"the free row {row!r} has no range")
        model.ranges[row] = value


def _bounds(model: _Model, parts: list[str]) -> None:
    kind, *rest = parts
    model.bounds.add(kind, rest, model.columns, Damaged)


def _of_first_set(model: _Model, section: str, parts: list[str]) -> list[tuple[str, float]]:
    name = parts[0] if len(parts) % 2 else None
    pairs = list(_pairs(parts[1:] if len(parts) % 2 else parts))
    if model.sets.setdefault(section, name) != name:
        model.ignored.add(f"{section} {name}")
        return []
    return pairs


def _pairs(parts: list[str]) -> Iterator[tuple[str, float]]:
    for row, text in zip(parts[::2], parts[1::2], strict=True):
        yield row, number_of(text)


def number_of(text: str) -> float:
    """Return a finite number. Raises Damaged."""
    try:
        value = float(text.replace("D", "E").replace("d", "e")) if "_" not in text else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Damaged(f"{text[:20]!r} is no number")
    return value


def _require_row(model: _Model, row: str) -> None:
    if row not in model.kinds:
        raise Damaged(f"the row {row[:40]!r} is not in ROWS")


_SECTIONS: Final[dict[str, Any]] = {
    "OBJSENSE": _sense,
    "ROWS": _rows,
    "COLUMNS": _columns,
    "RHS": _sides,
    "RANGES": _ranges,
    "BOUNDS": _bounds,
}


def _program(model: _Model) -> Program:
    if model.objective is None or not model.columns:
        raise UnreadableProgram(reason="it has no objective (a row of the kind N), or no columns")
    names, rows = list(model.columns), [row for row, kind in model.kinds.items() if kind != "N"]
    places = {row: place for place, row in enumerate(rows)}
    entries = [
        (value, places[row], at)
        for at, column in enumerate(model.columns.values())
        for row, value in column.items()
        if row in places
    ]
    values, down, across = zip(*entries, strict=True) if entries else ((), (), ())
    ends = [_ends(model.kinds[row], model.sides.get(row, 0.0), model.ranges.get(row)) for row in rows]
    lower, upper, whole, warnings = model.bounds.arrays(names, model.whole)
    free = [row for row, kind in model.kinds.items() if kind == "N" and row != model.objective]
    if free:
        warnings.append(f"Free rows beside the objective were ignored: {len(free)}.")
    if model.ignored:
        warnings.append(f"Further sets were ignored: {', '.join(sorted(model.ignored)[:10])}.")
    return Program(
        maximize=model.maximize,
        names=names,
        costs=np.array([column.get(model.objective, 0.0) for column in model.columns.values()]),
        constant=-model.sides.get(model.objective, 0.0),
        matrix=scipy.sparse.csr_matrix((values, (down, across)), shape=(len(rows), len(names))),
        low=np.array([low for low, _ in ends]),
        high=np.array([high for _, high in ends]),
        lower=lower,
        upper=upper,
        whole=whole,
        labels=rows,
        warnings=warnings,
    )


def _ends(kind: str, side: float, span: float | None) -> tuple[float, float]:
    if span is None:
        return (side if kind in "GE" else -math.inf), (side if kind in "LE" else math.inf)
    if kind == "E":
        return (side, side + span) if span > 0 else (side + span, side)
    return (side, side + abs(span)) if kind == "G" else (side - abs(span), side)
