"""Replace personal data with placeholders such as [EMAIL_1] and return the mapping.

Equal values get the same placeholder. The mapping is not stored here. Send it as `known` with the next text
of a conversation to keep the placeholders. The masked text can be sent to any model; `/pii/restore` puts the
values back.
"""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.tasks.errors import TASK_ERRORS
from flowforge_llm.core.tasks.pii.finding import PiiForm, PiiUsage, find_in_text
from flowforge_llm.core.tasks.pii.masking import Placeholder, mask
from servicekit import Context, operation


class MaskForm(PiiForm):
    known: Annotated[dict[Placeholder, str], Field(max_length=10_000)] = Field(
        {}, description="The mapping of an earlier text, to continue."
    )


class MaskResult(PiiUsage):
    text: str = Field(description="The text with placeholders in place of personal data.")
    map: dict[str, str] = Field(description="Placeholders and their values, including those of `known`.")
    counts: dict[str, int] = Field(description="Number of masked values of each kind.")


@operation(
    "/pii/mask",
    example={"text": "Write to ada@example.org or call +44 20 7946 0958."},
    errors=TASK_ERRORS,
    deadline=timedelta(minutes=10),
    secret=True,
)
async def mask_personal_data(form: MaskForm, context: Context, models: ModelService) -> MaskResult:
    text = form.source()
    findings, used = await find_in_text(form, text, context, models)
    masked, meant = mask(text, findings, form.known)
    kinds = [one.kind for one in findings]
    counts = {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
    return MaskResult(model=used.model, usage=used.usage, text=masked, map=meant, counts=counts)
