"""Conditions on one column, for callers who pick them from lists."""

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import Field

from flowforge_data.core.faults import InvalidCondition
from flowforge_data.core.tables.steps.step import ColumnName
from servicekit import RequestBody

if TYPE_CHECKING:
    import polars as pl

Operator = Literal[
    "equals",
    "not_equals",
    "greater",
    "greater_or_equal",
    "less",
    "less_or_equal",
    "contains",
    "not_contains",
    "starts_with",
    "ends_with",
    "matches",
    "in",
    "not_in",
    "empty",
    "not_empty",
]
_WITHOUT_VALUE: Final = ("empty", "not_empty")
_COMPARISONS: Final[dict[str, Any]] = {
    "greater": operator.gt,
    "greater_or_equal": operator.ge,
    "less": operator.lt,
    "less_or_equal": operator.le,
}


class Condition(RequestBody):
    """One condition, such as `{"column": "amount", "operator": "greater", "value": 100}`."""

    column: ColumnName = Field(description="The column.")
    operator: Operator = Field(description="How to compare; 'matches' takes a regular expression.")
    value: str | int | float | bool | list[str | int | float | bool] | None = Field(
        None, description="What to compare with; a list for 'in' and 'not_in', nothing for 'empty'."
    )
    ignore_case: bool = Field(default=False, description="Whether upper and lower case are the same.")

    def build(self, frame: "pl.DataFrame") -> "pl.Expr":
        """Return the condition for *frame*. A missing value meets only 'empty' and the negations."""
        import polars as pl  # noqa: PLC0415 - only workers load it

        column = pl.col(self.column)
        if self.operator in _WITHOUT_VALUE:
            empty = column.is_null()
            if frame.schema[self.column] == pl.String:
                empty = empty | (column.str.strip_chars() == "")
            return empty if self.operator == "empty" else ~empty
        self._check()
        if self.operator in ("in", "not_in"):
            found = self._listed(column)
        elif self.operator in (
            "equals",
            "not_equals",
            "greater",
            "greater_or_equal",
            "less",
            "less_or_equal",
        ):
            found = self._compared(column, frame.schema[self.column].is_numeric())
        else:
            found = self._texts(column)
        negated = self.operator.startswith("not_")
        return ~found.fill_null(value=False) if negated else found.fill_null(value=False)

    def _check(self) -> None:
        is_list = isinstance(self.value, list)
        if self.value is None or is_list != (self.operator in ("in", "not_in")):
            wanted = "a list in 'value'" if self.operator in ("in", "not_in") else "one 'value'"
            raise InvalidCondition(operator=self.operator, column=self.column, reason=f"it needs {wanted}")

    def _number(self, value: Any) -> float:
        try:
            return float(value)
        except ValueError as error:
            reason = f"the column holds numbers, and {value!r} is none"
            raise InvalidCondition(operator=self.operator, column=self.column, reason=reason) from error

    def _compared(self, column: "pl.Expr", numeric: bool) -> "pl.Expr":  # noqa: FBT001 - of the column's type
        import polars as pl  # noqa: PLC0415 - only workers load it

        value: Any = self._number(self.value) if numeric else str(self.value)
        if not numeric:
            if isinstance(self.value, bool):
                value = "true" if self.value else "false"
            column = column.cast(pl.String)
            column, value = (
                (column.str.to_lowercase(), value.lower()) if self.ignore_case else (column, value)
            )
        compare: Callable[[Any, Any], pl.Expr] = _COMPARISONS.get(self.operator, operator.eq)
        return compare(column, value)

    def _listed(self, column: "pl.Expr") -> "pl.Expr":
        import polars as pl  # noqa: PLC0415 - only workers load it

        values = [str(one) if not isinstance(one, bool) else str(one).lower() for one in self.value or []]  # type: ignore[union-attr] # checked to be a list
        text = column.cast(pl.String)
        if self.ignore_case:
            return text.str.to_lowercase().is_in([one.lower() for one in values])
        return text.is_in(values)

    def _check_pattern(self, value: str) -> None:
        import polars as pl  # noqa: PLC0415 - only workers load it

        try:
            pl.Series([""]).str.contains(value)
        except pl.exceptions.PolarsError as error:
            reason = "'value' is no regular expression (lookaround and back references are not supported)"
            raise InvalidCondition(operator=self.operator, column=self.column, reason=reason) from error

    def _texts(self, column: "pl.Expr") -> "pl.Expr":
        import polars as pl  # noqa: PLC0415 - only workers load it

        text, value = column.cast(pl.String), str(self.value)
        if self.operator == "matches":
            self._check_pattern(value)
            return text.str.contains(f"(?i){value}" if self.ignore_case else value)
        if self.ignore_case:
            text, value = text.str.to_lowercase(), value.lower()
        if self.operator == "starts_with":
            return text.str.starts_with(value)
        if self.operator == "ends_with":
            return text.str.ends_with(value)
        return text.str.contains(value, literal=True)
