"""Compare two documents: every change, and the JSON Patch (RFC 6902) that makes the second of the first."""

from typing import Any

from pydantic import BaseModel, Field, JsonValue

from flowforge_data.core.conversion.forms import DocumentForm
from flowforge_data.core.documents.json.forms import RUN
from flowforge_data.core.faults import READING
from servicekit import Context, operation


class DiffForm(DocumentForm):
    other: JsonValue = Field(description="The document to compare with.")


class JsonChange(BaseModel):
    pointer: str = Field(description="JSON pointer to the value.")
    change: str = Field(description="added, removed or changed.")
    old: Any = Field(description="The value before; null where it was added.")
    new: Any = Field(description="The value after; null where it was removed.")


class DiffResult(BaseModel):
    same: bool = Field(description="Whether both documents are equal.")
    changes: list[JsonChange] = Field(description="The changes, in the order of the documents.")
    patch: list[dict[str, Any]] = Field(
        description="The operations that make the second document of the first."
    )
    warnings: list[str] = Field(description="What was guessed while the source was read.")


@operation("/json/diff", errors=READING, run=RUN, example={"data": {"a": 1}, "other": {"a": 2, "b": 3}})
def compare_json(form: DiffForm, context: Context) -> DiffResult:
    import jsonpatch  # noqa: PLC0415 - engines are for workers

    from flowforge_data.core.documents.json.comparing import changes  # noqa: PLC0415 - likewise
    from flowforge_data.core.documents.json.documents import opened  # noqa: PLC0415 - likewise

    document, warnings = opened(form, context.workspace)
    found = [
        JsonChange(pointer=pointer, change=change, old=old, new=new)
        for pointer, change, old, new in changes(document, form.other)
    ]
    patch = list(jsonpatch.make_patch(document, form.other))
    return DiffResult(same=not found, changes=found, patch=patch, warnings=warnings)
