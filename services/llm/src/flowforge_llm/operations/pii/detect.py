"""Find personal data in a text: where it stands, and what kind it is.

Rules find e-mail addresses, telephone numbers (as their countries plan them), IBANs and payment cards (their
check digits are computed), US social security numbers, dates of birth, IP and MAC addresses, web addresses,
keys and tokens. Names and postal addresses are left to the model, if asked for. Offsets count code points.
"""

from datetime import timedelta

from pydantic import BaseModel, Field

from flowforge_llm.core.desk import Desk
from flowforge_llm.core.tasks.faults import TASK_ERRORS
from flowforge_llm.core.tasks.pii.finding import PiiForm, PiiUsage, find_personal_data
from servicekit import Context, operation


class FoundData(BaseModel):
    kind: str
    text: str
    start: int
    end: int


class DetectResult(PiiUsage):
    found: list[FoundData] = Field(description="In the order of the text; none overlaps another.")


@operation(
    "/pii/detect",
    example={"text": "Write to ada@example.org or call +44 20 7946 0958."},
    errors=TASK_ERRORS,
    deadline=timedelta(minutes=10),
    secret=True,
)
async def detect_personal_data(form: PiiForm, context: Context, desk: Desk) -> DetectResult:
    text = form.source()
    findings, used = await find_personal_data(form, text, context, desk)
    found = [
        FoundData(kind=one.kind, text=text[one.start : one.end], start=one.start, end=one.end)
        for one in findings
    ]
    return DetectResult(model=used.model, usage=used.usage, found=found)
