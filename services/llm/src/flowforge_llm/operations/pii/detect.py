"""Find personal data in a text, with type, offsets and confidence.

Rules find e-mail addresses, phone numbers, IBANs, payment cards, national ids of 20 countries (with their
check digits), cryptocurrency addresses, dates of birth, IP, MAC and web addresses, keys and tokens. Names and
postal addresses are left to the model, if asked for. Offsets count code points.
"""

from datetime import timedelta

from pydantic import BaseModel, Field

from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.tasks.errors import TASK_ERRORS
from flowforge_llm.core.tasks.pii.finding import PiiForm, PiiUsage, find_in_text
from servicekit import Context, operation


class FoundData(BaseModel):
    kind: str = Field(description="Kind of personal data.")
    text: str = Field(description="The data as they stand in the text.")
    start: int = Field(description="Where they begin in the text, counted in characters from 0.")
    end: int = Field(description="Where they end in the text.")
    confidence: float | None = Field(description="Of the rule, from 0 to 1; null for what the model found.")
    region: str | None = Field(description="ISO 3166 code of the country whose rules the value follows.")
    is_region_assumed: bool = Field(description="True if the text does not state the region.")


class DetectResult(PiiUsage):
    found: list[FoundData] = Field(description="In the order of the text; none overlaps another.")


@operation(
    "/pii/detect",
    example={"text": "Write to ada@example.org or call +44 20 7946 0958."},
    errors=TASK_ERRORS,
    deadline=timedelta(minutes=10),
    secret=True,
)
async def detect_personal_data(form: PiiForm, context: Context, models: ModelService) -> DetectResult:
    text = form.source()
    findings, used = await find_in_text(form, text, context, models)
    found = [
        FoundData(
            kind=one.kind,
            text=text[one.start : one.end],
            start=one.start,
            end=one.end,
            confidence=one.confidence,
            region=one.region,
            is_region_assumed=one.is_region_assumed,
        )
        for one in findings
    ]
    return DetectResult(model=used.model, usage=used.usage, found=found)
