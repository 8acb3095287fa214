"""Generate sample documents that are valid under a JSON Schema.

The same `seed` makes the same documents. Only references inside the schema are followed.
"""

from typing import Any

from pydantic import BaseModel, Field, JsonValue

from flowforge_data.core.documents.json.forms import RUN, InvalidSchema, NoSample
from servicekit import Context, RequestBody, operation


class SampleRequest(RequestBody):
    schema_: dict[str, JsonValue] = Field(alias="schema", description="The JSON Schema.")
    count: int = Field(1, ge=1, le=1_000, description="How many documents.")
    seed: int = Field(1, ge=0, le=1 << 31, description="Start of the chance.")
    optional: bool = Field(default=True, description="Whether properties that are not required are filled.")


class SampleResult(BaseModel):
    samples: list[Any] = Field(description="The documents; each is valid under the schema.")


@operation(
    "/json/sample",
    errors=[InvalidSchema, NoSample],
    run=RUN,
    example={
        "schema": {
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": {"type": "integer", "minimum": 1},
                "mail": {"type": "string", "format": "email"},
            },
        }
    },
)
def generate_samples(request: SampleRequest, context: Context) -> SampleResult:
    from flowforge_data.core.documents.json.samples import Sampler  # noqa: PLC0415 - for workers
    from flowforge_data.core.documents.json.schemas import validator_of  # noqa: PLC0415 - likewise

    validator = validator_of(request.schema_, "auto", {}, check_formats=True)
    samples = []
    for number in range(request.count):
        context.check()
        made = Sampler(request.schema_, request.seed + number, optional=request.optional).sample()
        if not validator.is_valid(made):
            raise NoSample(reason="what was made does not meet all of its rules together")
        samples.append(made)
    return SampleResult(samples=samples)
