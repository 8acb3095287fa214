"""Make nested objects and lists of keys such as `address.city` and `tags[0]`: reverse /json/flatten."""

from pydantic import Field

from flowforge_data.core.conversion.forms import DocumentForm
from flowforge_data.core.documents.json.forms import RUN, JsonResult
from flowforge_data.core.faults import READING, KeysConflict
from servicekit import Context, operation


class UnflattenForm(DocumentForm):
    separator: str = Field(".", min_length=1, max_length=10, description="Between the keys.")


@operation(
    "/json/unflatten",
    errors=[*READING, KeysConflict],
    run=RUN,
    example={"data": {"address.city": "Rome", "tags[0]": "a"}},
)
def unflatten_json(form: UnflattenForm, context: Context) -> JsonResult:
    from flowforge_data.core.documents.json.documents import opened  # noqa: PLC0415 - engines are for workers
    from flowforge_data.core.formats.columns.nesting import nested  # noqa: PLC0415 - likewise

    document, warnings = opened(form, context.workspace)
    if isinstance(document, list):
        rows = [nested(one, form.separator) if isinstance(one, dict) else one for one in document]
        return JsonResult(result=rows, warnings=warnings)
    result = nested(document, form.separator) if isinstance(document, dict) else document
    return JsonResult(result=result, warnings=warnings)
