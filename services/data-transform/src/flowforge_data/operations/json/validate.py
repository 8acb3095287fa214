"""Validate a document, or each item of a list, against a JSON Schema: every error with its place.

All drafts from 3 to 2020-12 are supported; `$schema` decides, or `draft`. References to other addresses and
files are never followed: schemas that are referred to are given in `references`, by their address.
"""

from typing import Any, Literal

from pydantic import BaseModel, Field, JsonValue

from flowforge_data.core.conversion.forms import DocumentForm
from flowforge_data.core.documents.json.forms import RUN, InvalidSchema
from flowforge_data.core.faults import READING
from servicekit import Context, operation


class ValidateForm(DocumentForm):
    schema_: dict[str, JsonValue] | bool = Field(alias="schema", description="The JSON Schema.")
    draft: Literal["auto", "3", "4", "6", "7", "2019-09", "2020-12"] = Field(
        "auto", description="The draft of a schema without $schema; 2020-12 by default."
    )
    each: bool = Field(default=False, description="Validate each item of the list, or each row, by itself.")
    check_formats: bool = Field(
        default=True, description="Whether 'format' (email, date, uri ...) is checked."
    )
    references: dict[str, dict[str, JsonValue]] = Field(
        {}, max_length=100, description="Schemas by the address that $ref names."
    )
    max_errors: int = Field(
        100, ge=1, le=10_000, description="How many errors are returned; all are counted."
    )


class SchemaError(BaseModel):
    item: int | None = Field(description="Number of the item from 0, where each item is validated.")
    pointer: str = Field(description="JSON pointer to the value; empty for the whole document.")
    schema_pointer: str = Field(description="JSON pointer to the rule in the schema.")
    message: str = Field(description="What is wrong.")


class ValidateResult(BaseModel):
    valid: bool = Field(description="Whether there is no error.")
    checked: int = Field(description="How many documents were validated.")
    invalid: int = Field(description="How many of them have errors.")
    error_count: int = Field(description="How many errors there are.")
    errors: list[SchemaError] = Field(description="The first errors.")
    warnings: list[str] = Field(description="What was guessed while the source was read.")


@operation(
    "/json/validate",
    errors=[*READING, InvalidSchema],
    run=RUN,
    example={"data": {"age": "5"}, "schema": {"properties": {"age": {"type": "integer"}}}},
)
def validate_json(form: ValidateForm, context: Context) -> ValidateResult:
    from flowforge_data.core.documents.json.documents import opened  # noqa: PLC0415 - engines are for workers
    from flowforge_data.core.documents.json.schemas import described, validator_of  # noqa: PLC0415 - likewise

    validator = validator_of(form.schema_, form.draft, form.references, check_formats=form.check_formats)
    document, warnings = opened(form, context.workspace)
    each = form.each and isinstance(document, list)
    documents: list[Any] = document if each else [document]
    found: list[SchemaError] = []
    count = invalid = 0
    for number, one in enumerate(documents):
        if validator.is_valid(one):
            continue
        invalid += 1
        for error in validator.iter_errors(one):
            count += 1
            if len(found) < form.max_errors:
                pointer, schema_pointer, message = described(error)
                item = number if each else None
                found.append(
                    SchemaError(item=item, pointer=pointer, schema_pointer=schema_pointer, message=message)
                )
    return ValidateResult(
        valid=not count,
        checked=len(documents),
        invalid=invalid,
        error_count=count,
        errors=found,
        warnings=warnings,
    )
