"""Rules that the rows of a table have to meet."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from flowforge_data.core.faults import InvalidCondition
from flowforge_data.core.tables.steps.step import ColumnName, Expression, need
from flowforge_data.core.values.checks.kinds import CheckKind
from servicekit import RequestBody

if TYPE_CHECKING:
    import polars as pl

RuleType = Literal["text", "integer", "number", "boolean", "date", "datetime"]
_NEEDS_COLUMN = "give 'column' with at least one rule, or 'where'"


class Rule(RequestBody):
    """What the cells of a column, or whole rows, have to be. An empty cell breaks only `required`."""

    column: ColumnName | None = Field(None, description="The column; not needed with 'where'.")
    required: bool = Field(default=False, description="No cell may be empty.")
    unique: bool = Field(default=False, description="No value may stand twice.")
    type: RuleType | None = Field(None, description="What each cell must be readable as.")
    minimum: float | None = Field(None, description="The least number.")
    maximum: float | None = Field(None, description="The greatest number.")
    min_length: int | None = Field(None, ge=0, description="The fewest characters.")
    max_length: int | None = Field(None, ge=0, description="The most characters.")
    pattern: str | None = Field(
        None, max_length=1_000, description="A regular expression that the whole cell matches."
    )
    one_of: list[str | int | float | bool] | None = Field(
        None, max_length=10_000, description="The only values that are allowed."
    )
    kind: CheckKind | None = Field(None, description="A kind of /check, such as email or iban.")
    region: str | None = Field(
        None, pattern=r"^[A-Z]{2}$", description="Country of phone numbers and postcodes."
    )
    where: Expression | None = Field(None, description="An SQL condition that each row must meet.")
    message: str | None = Field(
        None, max_length=500, description="What to report instead of the standard text."
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        limits = (
            self.type, self.minimum, self.maximum, self.min_length, self.max_length, self.pattern,
            self.one_of, self.kind,
        )  # fmt: skip
        told = self.required or self.unique or any(one is not None for one in limits)
        if self.where is None and not (self.column and told):
            raise ValueError(_NEEDS_COLUMN)
        if told and not self.column:
            raise ValueError("'column' is required with rules on cells")
        return self

    def broken(self, frame: "pl.DataFrame") -> "Iterator[tuple[str, str, pl.Series]]":
        """Yield name, message and, for each row, whether it breaks the rule."""
        if self.column is not None:
            need(frame, [self.column], "rules")
            for name, text, failed in self._cells(frame[self.column]):
                yield name, self.message or text, failed.fill_null(value=False)
        if self.where is not None:
            yield "where", self.message or f"the row does not meet {self.where}", self._rows(frame)

    def _rows(self, frame: "pl.DataFrame") -> "pl.Series":
        from flowforge_data.core.tables.steps.expressions import evaluated, expression  # noqa: PLC0415 - for workers

        where = self.where or ""
        condition = ~expression(where, "rules").fill_null(value=False)
        found = evaluated(lambda: frame.select(condition.alias("broken")), where, "rules")["broken"]
        if str(found.dtype) != "Boolean":
            raise InvalidCondition(operator="where", column="", reason="it is not true or false for a row")
        return found.new_from_index(0, frame.height) if len(found) == 1 != frame.height else found

    def _cells(self, cells: "pl.Series") -> "Iterator[tuple[str, str, pl.Series]]":
        import polars as pl  # noqa: PLC0415 - only workers load it

        text = cells if cells.dtype == pl.String else cells.cast(pl.String, strict=False)
        empty = text.is_null() | (text.str.strip_chars() == "")
        if self.required:
            yield "required", "the cell is empty", empty
        if self.unique:
            yield "unique", "the value stands more than once", cells.is_duplicated() & ~empty
        filled = text.set(empty, None)
        if self.type is not None and self.type != "text":
            yield "type", f"the cell is no {self.type}", self._of_other_type(filled)
        yield from self._numbers(filled)
        yield from self._texts(filled)
        if self.kind is not None:
            yield "kind", f"the cell is no valid {self.kind}", self._of_other_kind(filled)

    def _of_other_type(self, filled: "pl.Series") -> "pl.Series":
        from flowforge_data.core.formats.columns.parsing import Marks, parsed  # noqa: PLC0415 - for workers

        return parsed(filled, self.type or "text", Marks()).is_null() & filled.is_not_null()

    def _numbers(self, filled: "pl.Series") -> "Iterator[tuple[str, str, pl.Series]]":
        from flowforge_data.core.formats.columns.parsing import Marks, parsed  # noqa: PLC0415 - for workers

        if self.minimum is None and self.maximum is None:
            return
        numbers = parsed(filled, "number", Marks())
        if self.type is None:
            yield "number", "the cell is no number", numbers.is_null() & filled.is_not_null()
        if self.minimum is not None:
            yield "minimum", f"the number is less than {self.minimum:g}", numbers < self.minimum
        if self.maximum is not None:
            yield "maximum", f"the number is greater than {self.maximum:g}", numbers > self.maximum

    def _texts(self, filled: "pl.Series") -> "Iterator[tuple[str, str, pl.Series]]":
        import polars as pl  # noqa: PLC0415 - only workers load it

        lengths = filled.str.len_chars()
        if self.min_length is not None:
            yield "min_length", f"the text has under {self.min_length} characters", lengths < self.min_length
        if self.max_length is not None:
            yield "max_length", f"the text has over {self.max_length} characters", lengths > self.max_length
        if self.pattern is not None:
            try:
                matched = filled.str.contains(f"^(?:{self.pattern})$")
            except pl.exceptions.PolarsError as error:
                reason = "'pattern' is no regular expression (lookaround and back references are unsupported)"
                raise InvalidCondition(operator="pattern", column=self.column or "", reason=reason) from error
            yield "pattern", f"the text does not match {self.pattern}", ~matched
        if self.one_of is not None:
            allowed = [str(one).lower() if isinstance(one, bool) else str(one) for one in self.one_of]
            yield "one_of", "the value is not among those allowed", ~filled.is_in(allowed)

    def _of_other_kind(self, filled: "pl.Series") -> "pl.Series":
        import polars as pl  # noqa: PLC0415 - only workers load it

        from flowforge_data.core.values.checks.checking import check  # noqa: PLC0415 - likewise

        kind = self.kind or "email"
        known = {one: not check(kind, one, self.region)["valid"] for one in filled.drop_nulls().unique()}
        return pl.Series([False if one is None else known[one] for one in filled], dtype=pl.Boolean)
