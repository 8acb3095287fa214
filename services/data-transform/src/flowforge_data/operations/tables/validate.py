"""Validate the rows of a table against rules: required, unique, types, ranges, patterns, SQL conditions.

Every violation is reported with its row and column. The step of the same name in /pipeline keeps the valid
rows; the others are rejects with the reason.
"""

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from flowforge_data.core.conversion.forms import SourceForm
from flowforge_data.core.faults import READING, STEPS
from flowforge_data.core.tables.steps.rules import Rule
from flowforge_data.core.tables.steps.step import LIMITS, RUN, TableStep, Work
from servicekit import Context, operation

if TYPE_CHECKING:
    import polars as pl


class Validate(TableStep):
    rules: list[Rule] = Field(min_length=1, max_length=200, description="What every row has to meet.")

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":
        invalid: dict[int, tuple[str | None, str]] = {}
        for rule in self.rules:
            for _, message, broken in rule.broken(frame):
                for index in broken.arg_true():
                    invalid.setdefault(index, (rule.column, message))
        return work.reject(frame, invalid)


class ValidateTableForm(Validate, SourceForm):
    max_violations: int = Field(
        1_000, ge=1, le=100_000, description="How many violations are listed; all are counted."
    )


class Violation(BaseModel):
    row: int = Field(description="Row of the table, counted from 1 with the header.")
    column: str | None = Field(description="The column; null for a rule on whole rows.")
    value: Any = Field(description="The cell; null for a rule on whole rows.")
    rule: str = Field(description="Which rule is broken, such as required or pattern.")
    message: str = Field(description="What is wrong.")


class BrokenRule(BaseModel):
    rule: str = Field(description="The rule, such as required or pattern.")
    column: str | None = Field(description="The column; null for a rule on whole rows.")
    count: int = Field(description="How many rows break it.")


class TableValidation(BaseModel):
    valid: bool = Field(description="Whether no rule is broken.")
    rows: int = Field(description="How many rows were checked.")
    invalid_rows: int = Field(description="How many of them break a rule.")
    violation_count: int = Field(description="How many violations there are.")
    violations: list[Violation] = Field(description="The first violations of each rule, in its order.")
    rules: list[BrokenRule] = Field(description="Each rule with the number of rows that break it.")
    warnings: list[str] = Field(description="What was guessed or dropped while the source was read.")


@operation(
    "/tables/validate",
    errors=[*READING, *STEPS],
    run=RUN,
    limits=LIMITS,
    example={
        "data": [{"mail": "ada@example.org", "age": 36}, {"mail": "nobody", "age": -1}],
        "rules": [{"column": "mail", "kind": "email"}, {"column": "age", "minimum": 0}],
    },
)
def validate_table(form: ValidateTableForm, context: Context) -> TableValidation:
    from flowforge_data.core.conversion.opening import whole_table  # noqa: PLC0415 - polars is for workers
    from flowforge_data.core.conversion.requests import open_source, warnings_of  # noqa: PLC0415 - likewise

    source = open_source(form, context.workspace)
    frame = whole_table(source)
    rules: list[BrokenRule] = []
    violations: list[Violation] = []
    invalid: set[int] = set()
    for rule in form.rules:
        for name, message, broken in rule.broken(frame):
            places = broken.arg_true().to_list()
            invalid.update(places)
            rules.append(BrokenRule(rule=name, column=rule.column, count=len(places)))
            column = rule.column if name != "where" else None
            for place in places[: form.max_violations - len(violations)]:
                value = None if column is None else frame[column][place]
                violations.append(
                    Violation(row=place + 2, column=column, value=value, rule=name, message=message)
                )
    count = sum(one.count for one in rules)
    return TableValidation(
        valid=not count,
        rows=frame.height,
        invalid_rows=len(invalid),
        violation_count=count,
        violations=violations,
        rules=rules,
        warnings=warnings_of(source.notes),
    )
