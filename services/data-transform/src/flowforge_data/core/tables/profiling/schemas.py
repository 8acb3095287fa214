"""The schema that a table has, and how it differs from one that was kept."""

from collections.abc import Sequence
from typing import Final

import polars as pl
from rapidfuzz import fuzz

from flowforge_data.core.tables.profiling.columns import kind_of_column
from flowforge_data.core.tables.profiling.drift import Change, ColumnSchema, KeptColumn

ALIKE: Final = 70
MAX_VALUES: Final = 30
MAX_LISTED: Final = 1_000
# A wider type holds every value of the narrower one.
_WIDER: Final = {
    "integer": ("number", "text"),
    "number": ("text",),
    "boolean": ("text",),
    "date": ("datetime", "text"),
    "datetime": ("text",),
    "other": ("text",),
}


def schema_of(frame: pl.DataFrame, kept: Sequence[KeptColumn], *, values: bool) -> list[ColumnSchema]:
    """Return the columns with their types.

    With *values*, also the values of text columns that have few, and of those whose values *kept* lists.
    """
    listed = {one.name for one in kept if one.values is not None}
    return [
        ColumnSchema(
            name=series.name,
            type=kind_of_column(series.dtype),
            nullable=series.has_nulls(),
            values=_values(series, listed=series.name in listed) if values else None,
        )
        for series in frame.iter_columns()
    ]


def _values(series: pl.Series, *, listed: bool) -> list[str] | None:
    if series.dtype != pl.String:
        return None
    distinct = series.drop_nulls().unique().sort()
    few = len(distinct) <= MAX_VALUES and len(distinct) * 3 <= len(series)
    return distinct.head(MAX_LISTED).to_list() if few or listed else None


def changes_of(kept: Sequence[KeptColumn], found: Sequence[ColumnSchema]) -> list[Change]:
    """Return what changed, the breaking changes first."""
    before = {one.name: one for one in kept}
    now = {one.name: one for one in found}
    removed = [name for name in before if name not in now]
    added = [name for name in now if name not in before]
    changes = []
    for name in removed:
        likely = _renamed(before[name], [now[one] for one in added])
        hint = f"; it may be '{likely}' now" if likely else ""
        changes.append(
            Change(column=name, kind="removed", before=before[name].type, after=likely, breaking=True,
                   message=f"the column '{name}' is missing{hint}")
        )  # fmt: skip
    changes += [
        Change(column=name, kind="added", before=None, after=now[name].type, breaking=False,
               message=f"the column '{name}' is new")
        for name in added
    ]  # fmt: skip
    for name, one in before.items():
        if name in now:
            changes += _of_column(one, now[name])
    common = [name for name in before if name in now]
    if common != [name for name in now if name in before]:
        changes.append(
            Change(column=None, kind="order", before=None, after=None, breaking=False,
                   message="the columns stand in another order")
        )  # fmt: skip
    return sorted(changes, key=lambda change: not change.breaking)


def _of_column(before: KeptColumn, now: ColumnSchema) -> list[Change]:
    found = []
    if before.type != now.type:
        narrower = before.type in _WIDER.get(now.type, ())
        found.append(
            Change(column=now.name, kind="type", before=before.type, after=now.type, breaking=not narrower,
                   message=f"the column '{now.name}' was {before.type} and is {now.type}")
        )  # fmt: skip
    if now.nullable and not before.nullable:
        found.append(
            Change(column=now.name, kind="nullable", before="required", after="nullable", breaking=True,
                   message=f"the column '{now.name}' has empty cells now")
        )  # fmt: skip
    if before.values is not None and now.values is not None:
        new = sorted(set(now.values) - set(before.values))
        if new:
            shown = ", ".join(new[:10])
            found.append(
                Change(column=now.name, kind="values", before=None, after=shown, breaking=True,
                       message=f"the column '{now.name}' has new values: {shown}")
            )  # fmt: skip
    return found


def _renamed(gone: KeptColumn, added: Sequence[ColumnSchema]) -> str | None:
    alike = [
        (fuzz.ratio(gone.name.lower(), one.name.lower()), one.name) for one in added if one.type == gone.type
    ]
    best = max(alike, default=(0, ""))
    return best[1] if best[0] >= ALIKE else None
