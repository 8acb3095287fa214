"""Join two tables by the values of key columns, as a VLOOKUP or an SQL JOIN does.

A column that both tables have, and that is no key, gets `suffix` in the other table.
"""

from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from flowforge_data.core.conversion.forms import SourceReport
from flowforge_data.core.faults import CHANGING
from flowforge_data.core.tables.steps.calling import TwoTablesStepForm, change
from flowforge_data.core.tables.steps.step import (
    RUN,
    STREAM_DEADLINE,
    STREAM_LIMITS,
    ColumnName,
    TableStep,
    Work,
    need,
)
from servicekit import Context, FileOutput, InvalidInput, operation

if TYPE_CHECKING:
    import polars as pl

_MAX_ROWS = 20_000_000


class JoinTooLarge(InvalidInput):
    code = "JOIN_TOO_LARGE"
    message = (
        "The joined table would have {count} rows; at most {limit} are made. The keys repeat on both sides."
    )


class Join(TableStep):
    on: list[ColumnName] = Field(min_length=1, max_length=20, description="Key columns of the table.")
    other_on: list[ColumnName] = Field(
        [],
        max_length=20,
        description="Key columns of the other table, in the same order; empty: the same names.",
    )
    how: Literal["inner", "left", "right", "full", "only_matched", "only_unmatched"] = Field(
        "left",
        description="left keeps every row of the table, inner the matched ones, full those of both; "
        "only_matched and only_unmatched filter the table and add no column.",
    )
    suffix: str = Field(
        "_other", min_length=1, max_length=50, description="Added to names that both tables have."
    )
    ignore_case: bool = Field(
        default=False, description="Whether upper and lower case are the same in text keys."
    )

    @model_validator(mode="after")
    def _pairs_keys(self) -> Self:
        if self.other_on and len(self.other_on) != len(self.on):
            raise ValueError("'other_on' needs as many columns as 'on'")
        return self

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":
        other = work.other
        right_on = self._other_keys(frame, other)
        left, keys = self._keyed(frame.lazy(), self.on, frame, other, right_on)
        right, _ = self._keyed(other.lazy(), right_on, frame, other, right_on)
        self.check_height(_rows(left, right, keys))
        return self.lazy(frame.lazy(), work).collect()

    def check_height(self, count: int) -> None:
        if count > _MAX_ROWS:
            raise JoinTooLarge(count=count, limit=_MAX_ROWS)

    def lazy(self, table: "pl.LazyFrame", work: Work) -> "pl.LazyFrame":
        import polars as pl  # noqa: PLC0415 - only workers load it

        other = work.others[0].lazy()
        frame = pl.DataFrame(schema=table.collect_schema())
        second = pl.DataFrame(schema=other.collect_schema())
        right_on = self._other_keys(frame, second)
        left, keys = self._keyed(table, self.on, frame, second, right_on)
        right, _ = self._keyed(other, right_on, frame, second, right_on)
        if self.how in ("only_matched", "only_unmatched"):
            kept = left.join(right, on=keys, how="semi" if self.how == "only_matched" else "anti")
            return kept.drop(keys)
        if not other.select(right_on).collect().is_unique().all():
            work.warnings.append("keys of the other table repeat: their rows were joined with each of them")
        return self._joined(left, right, keys, right_on)

    def _other_keys(self, frame: "pl.DataFrame", other: "pl.DataFrame") -> list[str]:
        """Return the key columns of the other table. Raises UnknownColumn, of either table."""
        right_on = self.other_on or self.on
        need(frame, self.on, "on")
        need(other, right_on, "other_on")
        return right_on

    def _joined(
        self, left: "pl.LazyFrame", right: "pl.LazyFrame", keys: list[str], right_on: list[str]
    ) -> "pl.LazyFrame":
        import polars as pl  # noqa: PLC0415 - only workers load it

        how: Literal["inner", "left", "right", "full"] = self.how  # type: ignore[assignment] # the other two are done
        joined = left.join(
            right, on=keys, how=how, suffix=self.suffix, coalesce=True, maintain_order="left_right"
        )
        joined = joined.drop(keys)
        same = [one for one, other in zip(self.on, right_on, strict=True) if one == other]
        repeated = [f"{name}{self.suffix}" for name in same]
        if self.how in ("inner", "left"):
            return joined.drop(repeated, strict=False)
        columns = joined.collect_schema().names()
        filled = [
            pl.coalesce(name, f"{name}{self.suffix}").alias(name)
            for name in same
            if f"{name}{self.suffix}" in columns
        ]
        return joined.with_columns(filled).drop(repeated, strict=False)

    def _keyed(
        self,
        table: "pl.LazyFrame",
        names: list[str],
        frame: "pl.DataFrame",
        other: "pl.DataFrame",
        right_on: list[str],
    ) -> tuple["pl.LazyFrame", list[str]]:
        """Add key columns of one type: where the two tables differ in it, numbers or else text."""
        import polars as pl  # noqa: PLC0415 - only workers load it

        made = []
        for number, (name, one, two) in enumerate(zip(names, self.on, right_on, strict=True)):
            column = pl.col(name)
            kinds = frame.schema[one], other.schema[two]
            if kinds[0] != kinds[1]:
                column = column.cast(pl.Float64 if all(kind.is_numeric() for kind in kinds) else pl.String)
            if self.ignore_case:
                column = column.cast(pl.String).str.to_lowercase()
            made.append(column.alias(f"\0key{number}"))
        return table.with_columns(made), [f"\0key{number}" for number in range(len(names))]


def _rows(left: "pl.LazyFrame", right: "pl.LazyFrame", keys: list[str]) -> int:
    """Return how many rows the join has, without making them."""
    import polars as pl  # noqa: PLC0415 - only workers load it

    counts = left.group_by(keys).len("\0left").join(right.group_by(keys).len("\0right"), on=keys, how="inner")
    pairs = (pl.col("\0left").cast(pl.Int64) * pl.col("\0right").cast(pl.Int64)).sum()
    return int(counts.select(pairs).collect().item() or 0)


class JoinForm(Join, TwoTablesStepForm):
    pass


@operation(
    "/tables/join",
    errors=[*CHANGING, JoinTooLarge],
    run=RUN,
    json_file=True,
    deadline=STREAM_DEADLINE,
    limits=STREAM_LIMITS,
    example={"data": [{"id": 1, "n": 5}], "other_data": [{"id": 1, "name": "Ada"}], "on": ["id"]},
)
def join_tables(form: JoinForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
