"""The second table of an operation on two tables."""

from typing import TYPE_CHECKING, Self

from pydantic import Field, JsonValue, model_validator

from flowforge_data.core.conversion.forms import TableForm
from servicekit import Context, FileInput

if TYPE_CHECKING:
    import polars as pl


class TwoTablesForm(TableForm):
    """A table and another: exactly one of `other_file`, `other_text` and `other_data`."""

    other_file: FileInput | None = Field(
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


def other_table(form: TwoTablesForm, context: Context) -> "pl.DataFrame":
    """Open the other table. Raises one of READING."""
    from flowforge_data.core.conversion.opening import open_file, open_value, whole_table  # noqa: PLC0415 - for workers
    from flowforge_data.core.conversion.requests import open_another  # noqa: PLC0415 - likewise
    from flowforge_data.core.formats.port import Notes, ReadOptions  # noqa: PLC0415 - likewise

    if form.other_file is not None:
        return whole_table(open_another(form.other_file, context.workspace / "other"))
    if form.other_data is not None:
        return whole_table(open_value(form.other_data, ReadOptions(), Notes()))
    path = context.workspace / "other"
    path.write_text(form.other_text or "", encoding="utf-8", newline="")
    return whole_table(open_file(path, None, None, ReadOptions(), Notes()))
