"""The second table of an operation on two tables."""

from typing import Annotated, Self

from pydantic import Field, JsonValue, model_validator

from flowforge_data.core.conversion.forms import WATCHED, TableForm
from servicekit import FileInput


class TwoTablesForm(TableForm):
    """A table and another: exactly one of `other_file`, `other_text` and `other_data`."""

    other_file: Annotated[FileInput | None, WATCHED] = Field(
        None, description="The other table as a file; its format is detected."
    )
    other_text: str | None = Field(None, max_length=16 << 20, description="The other table as text.")
    other_data: JsonValue = Field(None, description="The other table as JSON rows.")

    @model_validator(mode="after")
    def _has_one_other(self) -> Self:
        given = [
            name for name in ("other_file", "other_text", "other_data") if getattr(self, name) is not None
        ]
        if len(given) != 1:
            raise ValueError("give exactly one of 'other_file', 'other_text' and 'other_data'")
        return self
