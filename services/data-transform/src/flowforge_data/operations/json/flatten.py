"""Flatten nested objects and lists into one object with keys such as `address.city` and `tags[0]`.

The rows of a list are flattened one by one.
"""

from pydantic import Field

from flowforge_data.core.conversion.forms import DocumentForm
from flowforge_data.core.documents.json.forms import RUN, JsonResult
from flowforge_data.core.faults import READING
from servicekit import Context, operation


class FlattenForm(DocumentForm):
    separator: str = Field(".", min_length=1, max_length=10, description="Between the keys.")
    lists: bool = Field(default=True, description="Whether the items of lists get keys such as tags[0].")


@operation(
    "/json/flatten", errors=READING, run=RUN, example={"data": {"address": {"city": "Rome"}, "tags": ["a"]}}
)
def flatten_json(form: FlattenForm, context: Context) -> JsonResult:
    from flowforge_data.core.documents.json.documents import opened  # noqa: PLC0415 - engines are for workers
    from flowforge_data.core.formats.columns.nesting import flat  # noqa: PLC0415 - likewise

    document, warnings = opened(form, context.workspace)
    if isinstance(document, list):
        rows = [
            flat(one, form.separator, lists=form.lists) if isinstance(one, dict | list) else one
            for one in document
        ]
        return JsonResult(result=rows, warnings=warnings)
    return JsonResult(result=flat(document, form.separator, lists=form.lists), warnings=warnings)
