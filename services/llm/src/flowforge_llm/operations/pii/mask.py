"""Put placeholders such as [EMAIL_1] in the place of personal data, and give the map to put it back.

The same value has the same placeholder. The map is yours to keep: nothing is stored here. Give it as `known`
with the next text of a conversation, and the same people keep their placeholders. Hand the masked text to any
model; `/pii/restore` puts the values back into what it writes.
"""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from flowforge_llm.core.desk import Desk
from flowforge_llm.core.tasks.faults import TASK_ERRORS
from flowforge_llm.core.tasks.pii.finding import PiiForm, PiiUsage, find_in_text
from flowforge_llm.core.tasks.pii.masking import Placeholder, mask
from servicekit import Context, operation


class MaskForm(PiiForm):
    known: Annotated[dict[Placeholder, str], Field(max_length=10_000)] = Field(
        {}, description="The map of an earlier text, to go on with."
    )


class MaskResult(PiiUsage):
    text: str
    map: dict[str, str] = Field(description="Placeholder to value, those of `known` included.")
    counts: dict[str, int] = Field(description="How much of each kind was masked.")


@operation(
    "/pii/mask",
    example={"text": "Write to ada@example.org or call +44 20 7946 0958."},
    errors=TASK_ERRORS,
    deadline=timedelta(minutes=10),
    secret=True,
)
async def mask_personal_data(form: MaskForm, context: Context, desk: Desk) -> MaskResult:
    text = form.source()
    findings, used = await find_in_text(form, text, context, desk)
    masked, meant = mask(text, findings, form.known)
    kinds = [one.kind for one in findings]
    counts = {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
    return MaskResult(model=used.model, usage=used.usage, text=masked, map=meant, counts=counts)
