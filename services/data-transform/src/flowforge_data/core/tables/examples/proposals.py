"""Steps of a pipeline that make the outputs of the inputs, and a trial of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from flowforge_data.core.formats.columns.rows import as_text, frame_of, plain_decimals
from flowforge_data.core.tables.examples.arithmetic import formulas
from flowforge_data.core.tables.examples.atoms import named
from flowforge_data.core.tables.examples.search import programs
from flowforge_data.core.tables.steps.expressions import evaluated, expression

LONGEST: Final = 500
Row = Mapping[str, Any]
Trouble = tuple[int, str, str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the output, with the expressions that fit every example."""

    name: str
    expression: str | None
    alternatives: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Proposal:
    columns: list[Column]
    steps: list[dict[str, Any]]


def propose(inputs: Sequence[Row], outputs: Sequence[Row], check: Callable[[], None]) -> Proposal:
    """Find an expression for each column of the outputs."""
    names = list(dict.fromkeys(name for row in outputs for name in row))
    known = list(dict.fromkeys(name for row in inputs for name in row))
    columns = []
    for name in names:
        check()
        columns.append(_column(name, known, inputs, [row.get(name) for row in outputs]))
    return Proposal(columns, _steps([one for one in columns if one.expression is not None]))


def _column(name: str, known: Sequence[str], inputs: Sequence[Row], wanted: Sequence[Any]) -> Column:
    same = [
        one
        for one in (name, *known)
        if all(one in row and _same(row[one], want) for row, want in zip(inputs, wanted, strict=True))
    ]
    found = [named(one) for one in dict.fromkeys(same)]
    if all(isinstance(one, int | float) and not isinstance(one, bool) for one in wanted):
        found += formulas(known, inputs, [float(one) for one in wanted])
    elif all(isinstance(one, str) and 0 < len(one) <= LONGEST for one in wanted):
        found += [one.sql for one in programs(known, inputs, [str(one) for one in wanted])]
    if not found and len({as_text(one) for one in wanted}) == 1 and len(wanted) > 1:
        found = [_constant(wanted[0])]
    found = list(dict.fromkeys(found))
    return Column(name, found[0] if found else None, found[1:4])


def _same(value: Any, wanted: Any) -> bool:
    return type(value) is type(wanted) and bool(value == wanted)


def _constant(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return repr(value) if isinstance(value, int | float) else "'" + as_text(value).replace("'", "''") + "'"


def _steps(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Derive what is no column yet, under names that clash with nothing, then select and rename."""
    taken = {one.name for one in columns}
    derived = {one.name: one.expression for one in columns if one.expression != named(one.name)}
    steps: list[dict[str, Any]] = []
    if derived:
        steps.append({"operation": "derive", "set": derived})
    if taken:
        steps.append({"operation": "select", "keep": [one.name for one in columns]})
    return steps


def tried(proposal: Proposal, rows: Sequence[Row]) -> tuple[list[dict[str, Any]], list[Trouble]]:
    """Return what the expressions make of *rows*, and where they fail or are in doubt."""
    if not rows:
        return [], []
    frame = frame_of(rows, [])
    made: dict[str, list[Any]] = {}
    troubles: list[Trouble] = []
    for column in proposal.columns:
        if column.expression is None:
            continue
        values = _values(frame, column.expression)
        made[column.name] = values
        others = [_values(frame, one) for one in column.alternatives]
        for number, value in enumerate(values):
            if reason := _reason(value, [one[number] for one in others]):
                troubles.append((number + 1, column.name, reason, value))
    results = [{name: values[number] for name, values in made.items()} for number in range(len(rows))]
    return results, sorted(troubles, key=lambda trouble: trouble[0])


def _values(frame: pl.DataFrame, sql: str) -> list[Any]:
    """Return a value a row: None in every row where the expression does not fit the types of these rows."""
    from flowforge_data.core.faults import ExpressionFailed  # noqa: PLC0415 - of this function alone

    try:
        made = evaluated(lambda: frame.select(expression(sql, "examples").alias("made")), sql, "examples")
    except ExpressionFailed:
        return [None] * frame.height
    values = plain_decimals(made, [])["made"].to_list()
    return values if len(values) == frame.height else values * frame.height


def _reason(value: Any, others: Sequence[Any]) -> str | None:
    if value is None or value == "":
        return "a part that the rule needs is missing here"
    different = [one for one in others if one is not None and one != value]
    if different:
        return f"another rule that fits the examples gives {as_text(different[0])!r}: add this row as one"
    return None
