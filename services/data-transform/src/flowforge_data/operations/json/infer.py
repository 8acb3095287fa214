"""Infer a JSON Schema from a document, or from the items of a list or the rows of a table."""

from pydantic import BaseModel, Field, JsonValue

from flowforge_data.core.conversion.forms import DocumentForm
from flowforge_data.core.documents.json.forms import RUN
from flowforge_data.core.faults import READING
from servicekit import Context, operation


class InferForm(DocumentForm):
    each: bool = Field(default=True, description="Describe one item of a list instead of the list itself.")
    additional_properties: bool = Field(default=True, description="Whether the schema allows other keys.")


class InferResult(BaseModel):
    json_schema: dict[str, JsonValue] = Field(description="The schema, draft 2020-12.")
    samples: int = Field(description="How many items it was inferred from.")
    warnings: list[str] = Field(description="What was guessed while the source was read.")


@operation("/json/infer", errors=READING, run=RUN, example={"data": [{"id": 1, "name": "Ada"}, {"id": 2}]})
def infer_schema(form: InferForm, context: Context) -> InferResult:
    from flowforge_data.core.documents.json.documents import opened  # noqa: PLC0415 - engines are for workers
    from flowforge_data.core.documents.json.inferring import closed, schema_of_samples  # noqa: PLC0415 - likewise

    document, warnings = opened(form, context.workspace)
    samples = document if form.each and isinstance(document, list) and document else [document]
    schema = schema_of_samples(samples)
    found = schema if form.additional_properties else closed(schema)
    return InferResult(json_schema=found, samples=len(samples), warnings=warnings)
