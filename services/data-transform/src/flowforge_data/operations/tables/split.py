"""Split a table into several files: by the values of a column, or into parts of so many rows."""

from typing import TYPE_CHECKING, Self

from pydantic import Field, model_validator

from flowforge_data.core.conversion.forms import SourceReport, TableForm
from flowforge_data.core.faults import CHANGING
from flowforge_data.core.tables.steps.step import LIMITS, RUN, ColumnName, need
from servicekit import Context, FileOutput, FileOutputs, InvalidInput, operation

if TYPE_CHECKING:
    import polars as pl

_MAX_PARTS = 1_000


class TooManyParts(InvalidInput):
    code = "TOO_MANY_PARTS"
    message = "The table would be split into {count} files; at most {limit} are made."


class SplitForm(TableForm):
    by: ColumnName | None = Field(None, description="Make a file of the rows of each value of this column.")
    rows: int | None = Field(None, ge=1, le=100_000_000, description="Make files of at most so many rows.")

    @model_validator(mode="after")
    def _says_how(self) -> Self:
        if (self.by is None) == (self.rows is None):
            raise ValueError("give exactly one of 'by' and 'rows'")
        return self


@operation(
    "/tables/split",
    errors=[*CHANGING, TooManyParts],
    run=RUN,
    limits=LIMITS,
    example={"data": [{"city": "Rome", "n": 1}, {"city": "Oslo", "n": 2}], "by": "city", "to": "csv"},
)
def split_table(form: SplitForm, context: Context) -> FileOutputs[SourceReport]:
    from flowforge_data.core.conversion.opening import whole_table  # noqa: PLC0415 - polars is for workers
    from flowforge_data.core.conversion.requests import open_source, report_of  # noqa: PLC0415 - likewise
    from flowforge_data.core.tables.steps.running import written  # noqa: PLC0415 - likewise

    source = open_source(form, context.workspace)
    frame = whole_table(source)
    files = []
    for number, (name, part) in enumerate(_parts(form, frame)):
        folder = context.workspace / f"part{number}"
        folder.mkdir()
        made = written(form, part, source, folder)
        extension = (made.name or "").rpartition(".")[2]
        files.append(FileOutput(made.data, made.media_type, f"{name}.{extension}"))
    source.notes.details["rows"] = frame.height
    return FileOutputs(files, "parts.zip", report_of(source.notes))


def _parts(form: SplitForm, frame: "pl.DataFrame") -> "list[tuple[str, pl.DataFrame]]":
    if form.rows is not None:
        count = -(-frame.height // form.rows)
        _check(count)
        return [
            (f"part-{number + 1:03}", frame.slice(number * form.rows, form.rows)) for number in range(count)
        ]
    assert form.by is not None  # noqa: S101 - asked by the form
    need(frame, [form.by], "by")
    _check(frame[form.by].n_unique())
    parts = frame.partition_by(form.by, maintain_order=True, as_dict=True)
    return [(_name(value), part) for (value,), part in parts.items()]


def _check(count: int) -> None:
    if count > _MAX_PARTS:
        raise TooManyParts(count=count, limit=_MAX_PARTS)


def _name(value: object) -> str:
    text = "empty" if value is None else str(value)
    plain = "".join(letter if letter.isalnum() or letter in " -_." else "_" for letter in text).strip(" .")
    return plain[:80] or "empty"
