"""Schemas of tables, and changes between two of them."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flowforge_data.core.tables.profiling.results import ColumnKind
from servicekit import RequestBody


class ColumnSchema(BaseModel):
    """A column as it is."""

    name: str = Field(description="The column.")
    type: ColumnKind = Field(description="What its values are.")
    nullable: bool = Field(description="Whether it has empty cells.")
    values: list[str] | None = Field(description="All of its values; null if these are not kept.")


class KeptColumn(RequestBody):
    """A column as it was."""

    name: str = Field(max_length=1_000, description="The column.")
    type: ColumnKind = Field(description="What its values are.")
    nullable: bool = Field(default=True, description="Whether it may have empty cells.")
    values: Annotated[list[str], Field(max_length=10_000)] | None = Field(
        None, description="The only values that it may have; null for any."
    )


class Change(BaseModel):
    column: str | None = Field(description="The column; null for a change of the whole table.")
    kind: Literal["removed", "added", "type", "nullable", "values", "order"] = Field(
        description="What changed."
    )
    before: str | None = Field(description="What the kept schema says.")
    after: str | None = Field(description="What the table has.")
    breaking: bool = Field(description="Whether what relies on the kept schema may fail.")
    message: str = Field(description="The change in words.")
