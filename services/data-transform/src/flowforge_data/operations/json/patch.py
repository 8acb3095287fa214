"""Apply a JSON Patch (RFC 6902) to a document: all of its operations, or none."""

from pydantic import Field, JsonValue

from flowforge_data.core.conversion.forms import DocumentForm
from flowforge_data.core.documents.json.forms import RUN, InvalidPatch, JsonResult
from flowforge_data.core.faults import READING
from servicekit import Context, operation


class PatchForm(DocumentForm):
    patch: list[dict[str, JsonValue]] = Field(max_length=10_000, description="The operations.")


@operation(
    "/json/patch",
    errors=[*READING, InvalidPatch],
    run=RUN,
    example={"data": {"a": 1}, "patch": [{"op": "replace", "path": "/a", "value": 2}]},
)
def patch_json(form: PatchForm, context: Context) -> JsonResult:
    import jsonpatch  # noqa: PLC0415 - engines are for workers
    from jsonpointer import JsonPointerException  # noqa: PLC0415 - likewise

    from flowforge_data.core.documents.json.documents import opened  # noqa: PLC0415 - likewise

    document, warnings = opened(form, context.workspace)
    try:
        result = jsonpatch.apply_patch(document, form.patch)
    except (jsonpatch.JsonPatchException, JsonPointerException, TypeError, KeyError) as error:
        reason = " ".join(str(error).split()).rstrip(".") or "an operation does not fit the document"
        raise InvalidPatch(reason=reason) from error
    return JsonResult(result=result, warnings=warnings)
