"""Merge a document into another: objects deeply, all else replaced.

`null_removes` treats null as JSON Merge Patch (RFC 7396) does: the key is removed.
"""

from typing import Literal

from pydantic import Field, JsonValue

from flowforge_data.core.conversion.forms import DocumentForm
from flowforge_data.core.documents.json.forms import RUN, JsonResult
from flowforge_data.core.faults import READING
from servicekit import Context, operation


class MergeForm(DocumentForm):
    changes: JsonValue = Field(description="What is merged into the document.")
    null_removes: bool = Field(default=True, description="Whether null removes a key, as in RFC 7396.")
    lists: Literal["replace", "append"] = Field("replace", description="What happens to lists on both sides.")


@operation(
    "/json/merge",
    errors=READING,
    run=RUN,
    example={"data": {"a": 1, "b": {"c": 2}}, "changes": {"a": None, "b": {"d": 3}}},
)
def merge_json(form: MergeForm, context: Context) -> JsonResult:
    from flowforge_data.core.documents.json.documents import opened  # noqa: PLC0415 - engines are for workers
    from flowforge_data.core.documents.json.merging import merged  # noqa: PLC0415 - likewise

    document, warnings = opened(form, context.workspace)
    result = merged(document, form.changes, null_removes=form.null_removes, append=form.lists == "append")
    return JsonResult(result=result, warnings=warnings)
