"""Find personal data in a request's text: by rules, and by a model for names and addresses."""

import asyncio
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.tasks.entities import find_entities
from flowforge_llm.core.tasks.pii.masking import Finding
from flowforge_llm.core.tasks.prompting.assistant import Assistant, TaskUsage
from flowforge_llm.core.tasks.text.source import TaskForm
from flowforge_pii import TYPES, PiiType, find_personal_data
from servicekit import Context

ModelKind = Literal["person", "address"]
PiiKind = PiiType | ModelKind
MODEL_KINDS: dict[ModelKind, str] = {"person": "a person's name", "address": "a postal address"}
Region = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class PiiForm(TaskForm):
    kinds: Annotated[list[PiiKind], Field(min_length=1)] = Field(
        list(TYPES),
        description="Types to look for. `person` and `address` are found by the model, all others by rules; "
        "all types that rules find if left out.",
    )
    regions: Annotated[list[Region], Field(max_length=20)] = Field(
        [],
        description="ISO 3166 codes of countries whose phone numbers may lack a prefix (+49) and whose "
        "national ids may stand without a word that names them. Without it, such numbers are found behind a "
        "word like 'phone', and the result says which region was assumed.",
    )


class PiiUsage(BaseModel):
    model: str | None = Field(description="The model that looked for names; null for rules alone.")
    usage: TaskUsage = Field(description="Tokens that this request used.")


async def find_in_text(
    form: PiiForm, text: str, context: Context, models: ModelService
) -> tuple[list[Finding], PiiUsage]:
    """Return what is found, in the order of the text, and the usage of the model."""
    rules = {kind for kind in TYPES if kind in form.kinds}
    spans = await asyncio.to_thread(find_personal_data, text, rules, form.regions)
    found = [
        Finding(one.type, one.start, one.end, one.confidence, one.region, one.is_region_assumed)
        for one in spans
    ]
    types: dict[str, str | None] = {
        kind: meaning for kind, meaning in MODEL_KINDS.items() if kind in form.kinds
    }
    if not types:
        nothing = TaskUsage(requests=0, input_tokens=0, output_tokens=0)
        return found, PiiUsage(model=None, usage=nothing)
    assistant = Assistant.of(models, context, form.model)
    sighting = await find_entities(assistant, text, types)
    seen = [Finding(one.type, place.start, place.end) for one in sighting.entities for place in one.mentions]
    return _added(found, seen), PiiUsage(**assistant.spent)


def _added(found: list[Finding], seen: list[Finding]) -> list[Finding]:
    """Return *found* and those of *seen* that overlap none, in the order of the text."""
    chosen = list(found)
    for one in seen:
        if all(one.end <= other.start or other.end <= one.start for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.start)
