"""Compare two tables by key columns: which rows were added, removed and changed, and in which columns.

The table is the old one, the other table the new one. Each row of the result has the column `change` (added,
removed, changed, and same if asked for), the keys, the new values, and `changed_columns`; changed cells stand
as `old -> new` in `differences`.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import Field

from flowforge_data.core.conversion.forms import SourceReport
from flowforge_data.core.faults import CHANGING
from flowforge_data.core.tables.steps.calling import TwoTablesStepForm, change
from flowforge_data.core.tables.steps.step import LIMITS, RUN, ColumnName, TableStep, Work, need
from servicekit import Context, FileOutput, InvalidInput, operation

if TYPE_CHECKING:
    import polars as pl


class KeysRepeat(InvalidInput):
    code = "KEYS_REPEAT"
    message = "'on' does not identify rows: {count} rows of {table} share a key with another, such as {key}."


class Compare(TableStep):
    on: list[ColumnName] = Field(min_length=1, max_length=20, description="Columns that identify a row.")
    ignore: list[ColumnName] = Field([], max_length=1_000, description="Columns whose changes do not count.")
    include_same: bool = Field(default=False, description="Whether unchanged rows are part of the result.")

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":
        import polars as pl  # noqa: PLC0415 - only workers load it

        other = work.other
        need(frame, self.on, "on")
        need(other, self.on, "on")
        old, new = frame.with_columns(pl.all().cast(pl.String)), other.with_columns(pl.all().cast(pl.String))
        for table, name in ((old, "the table"), (new, "the other table")):
            self._check_keys(table, name)
        left_out = [name for name in frame.columns if name not in other.columns]
        if left_out:
            work.warnings.append(f"columns that the other table does not have: {', '.join(left_out[:10])}")
        compared = [
            one for one in new.columns if one in old.columns and one not in self.on and one not in self.ignore
        ]
        joined = old.join(
            new, on=self.on, how="full", suffix="\0new", coalesce=True, maintain_order="right_left"
        )
        return self._described(joined, old, new, compared)

    def _described(
        self, joined: "pl.DataFrame", old: "pl.DataFrame", new: "pl.DataFrame", compared: list[str]
    ) -> "pl.DataFrame":
        import polars as pl  # noqa: PLC0415 - only workers load it

        for table, mark in ((old, "\0old"), (new, "\0here")):
            known = table.select(self.on).with_columns(pl.lit(value=True).alias(mark))
            joined = joined.join(known, on=self.on, how="left", maintain_order="left")
        differs = {name: pl.col(name).ne_missing(pl.col(f"{name}\0new")) for name in compared}
        both = pl.col("\0old").is_not_null() & pl.col("\0here").is_not_null()
        any_differs = pl.any_horizontal(list(differs.values())) if differs else pl.lit(value=False)
        change = (
            pl.when(pl.col("\0old").is_null())
            .then(pl.lit("added"))
            .when(pl.col("\0here").is_null())
            .then(pl.lit("removed"))
            .when(any_differs)
            .then(pl.lit("changed"))
            .otherwise(pl.lit("same"))
        )
        names = [pl.when(both & one).then(pl.lit(name)) for name, one in differs.items()]
        told = [pl.when(both & one).then(_told(name)) for name, one in differs.items()]
        here = pl.col("\0here").is_not_null()
        values = [
            pl.when(here).then(pl.col(f"{name}\0new")).otherwise(pl.col(name)).alias(name)
            for name in new.columns
            if f"{name}\0new" in joined.columns
        ]
        only_new = [name for name in new.columns if name not in old.columns]
        result = joined.select(
            change.alias("change"),
            *self.on,
            *values,
            *only_new,
            _joined_text(names, ", ").alias("changed_columns"),
            _joined_text(told, "; ").alias("differences"),
        )
        return result if self.include_same else result.filter(pl.col("change") != "same")

    def _check_keys(self, table: "pl.DataFrame", name: str) -> None:
        keys = table.select(self.on)
        repeated = keys.filter(keys.is_duplicated())
        if repeated.height:
            raise KeysRepeat(count=repeated.height, table=name, key=repr(repeated.row(0)))


def _told(name: str) -> "pl.Expr":
    import polars as pl  # noqa: PLC0415 - only workers load it

    old, new = pl.col(name).fill_null("(empty)"), pl.col(f"{name}\0new").fill_null("(empty)")
    return pl.format("{}: {} -> {}", pl.lit(name), old, new)


def _joined_text(parts: "Sequence[pl.Expr]", separator: str) -> "pl.Expr":
    import polars as pl  # noqa: PLC0415 - only workers load it

    return pl.concat_str(list(parts), separator=separator, ignore_nulls=True) if parts else pl.lit("")


class CompareForm(Compare, TwoTablesStepForm):
    pass


@operation(
    "/tables/compare",
    errors=[*CHANGING, KeysRepeat],
    run=RUN,
    json_file=True,
    limits=LIMITS,
    example={"data": [{"id": 1, "n": 5}], "other_data": [{"id": 1, "n": 6}, {"id": 2, "n": 1}], "on": ["id"]},
)
def compare_tables(form: CompareForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
