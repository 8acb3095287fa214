"""Find personal data in a request's text: by rules, and by a model for names and addresses."""

import asyncio
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flowforge_llm.core.desk import Desk
from flowforge_llm.core.tasks.assistant import Assistant, TaskUsage
from flowforge_llm.core.tasks.entities import find_entities
from flowforge_llm.core.tasks.pii.rules import (
    RULE_KINDS,
    Finding,
    RuleKind,
    disjoint,
    find_by_rules,
)
from flowforge_llm.core.tasks.source import TaskForm
from servicekit import Context

ModelKind = Literal["person", "address"]
PiiKind = RuleKind | ModelKind
MODEL_KINDS: dict[ModelKind, str] = {"person": "a person's name", "address": "a postal address"}


class PiiForm(TaskForm):
    kinds: Annotated[list[PiiKind], Field(min_length=1)] = Field(
        list(RULE_KINDS),
        description="What to look for. `person` and `address` are found by the model, all else by rules; "
        "all that rules find if left out.",
    )
    region: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = Field(
        None,
        description="ISO 3166 code of the country whose telephone numbers may lack a prefix (+49); else "
        "only those with one are found.",
    )


class PiiUsage(BaseModel):
    model: str | None = Field(description="The model that looked for names; null for rules alone.")
    usage: TaskUsage


async def find_personal_data(
    form: PiiForm, text: str, context: Context, desk: Desk
) -> tuple[list[Finding], PiiUsage]:
    """Return what is found, in the order of the text, and what it took of the model."""
    rules = tuple(kind for kind in RULE_KINDS if kind in form.kinds)
    found = await asyncio.to_thread(find_by_rules, text, rules, form.region)
    types: dict[str, str | None] = {
        kind: meaning for kind, meaning in MODEL_KINDS.items() if kind in form.kinds
    }
    if not types:
        nothing = TaskUsage(requests=0, input_tokens=0, output_tokens=0)
        return found, PiiUsage(model=None, usage=nothing)
    assistant = Assistant.of(desk, context, form.model)
    sighting = await find_entities(assistant, text, types)
    seen = [Finding(one.type, place.start, place.end) for one in sighting.entities for place in one.mentions]
    clear = [one for one in seen if not any(one.start < rule.end and rule.start < one.end for rule in found)]
    return disjoint(found + clear), PiiUsage(**assistant.told)
