"""Read the machine-readable zone (MRZ) of passports, visas and identity cards, as of ICAO Doc 9303.

Its lines are read a second time with the 37 characters of the zone alone; look-alikes are told apart by their
position, and check digits are verified. Names have no check digit: `needs_review` says what to look at.
"""

from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_ocr.core.identity.finding import FoundZone, zones_of
from flowforge_ocr.core.identity.meaning import code_of, date_of, names_of, number_of, sex_of
from flowforge_ocr.core.identity.zones import Kind
from flowforge_ocr.core.requests.answers import PixelBox
from flowforge_ocr.core.requests.examples import PASSPORT
from flowforge_ocr.core.requests.reading_form import CACHE, READING, RUN, ReadingForm
from flowforge_ocr.settings import OcrSettings
from servicekit import Context, operation

_DOUBTFUL = 0.9


class MrzDocument(BaseModel):
    page: int
    kind: Kind = Field(description="Layout: TD3 passport, TD1 and TD2 cards, MRV-A and MRV-B visas.")
    document_type: str = Field(description="As printed, such as P, ID or V.")
    issuer: str = Field(description="Code of the issuing state or organization.")
    surname: str
    given_names: str
    document_number: str | None
    nationality: str
    birth_date: date | None
    sex: Literal["male", "female", "unspecified"] | None
    expiry_date: date | None
    personal_number: str | None
    optional_data: str | None
    lines: list[str] = Field(description="The zone, after look-alikes were told apart.")
    valid: bool = Field(description="True if all check digits are right.")
    checks: dict[str, bool] = Field(description="Whether the check digit of each field is right.")
    needs_review: list[str] = Field(description="Fields that are wrong or doubtful.")
    confidence: float
    box: PixelBox


class MrzResult(BaseModel):
    documents: list[MrzDocument]
    warnings: list[str]


@operation(
    "/mrz", errors=READING, run=RUN, cache=CACHE, example={"file": PASSPORT}, deadline=timedelta(seconds=150)
)
def read_mrz(form: ReadingForm, settings: OcrSettings, context: Context) -> MrzResult:
    documents: list[MrzDocument] = []
    with form.read(settings.limits, context) as (opened, pages):
        warnings = list(opened.warnings)
        for page in pages:
            found = zones_of(page)
            documents += [_document(page.number, zone) for zone in found[:1]]
            warnings += page.warnings
    if not documents:
        warnings.append(
            "No machine-readable zone was found: show all of its two or three lines, sharp and level."
        )
    return MrzResult(documents=documents, warnings=warnings)


def _document(page: int, zone: FoundZone) -> MrzDocument:
    parsed = zone.parsed
    surname, given = names_of(parsed.fields["names"])
    birth = date_of(parsed.fields["birth_date"], past=True)
    expiry = date_of(parsed.fields["expiry_date"], past=False)
    sex = sex_of(parsed)
    doubtful = [name for name, right in parsed.checks.items() if not right]
    missing = {"birth_date": birth, "expiry_date": expiry, "sex": sex, "surname": surname or None}
    doubtful += [name for name, value in missing.items() if value is None and name not in doubtful]
    if zone.confidence < _DOUBTFUL:
        doubtful += ["surname", "given_names"]
    optional = [number_of(parsed, name) for name in ("optional_data", "optional_data_2")]
    return MrzDocument(
        page=page,
        kind=parsed.kind,
        document_type=parsed.fields["document_type"].strip("<"),
        issuer=code_of(parsed, "issuer"),
        surname=surname,
        given_names=given,
        document_number=number_of(parsed, "document_number"),
        nationality=code_of(parsed, "nationality"),
        birth_date=birth,
        sex=sex,
        expiry_date=expiry,
        personal_number=number_of(parsed, "personal_number"),
        optional_data=" ".join(filter(None, optional)) or None,
        lines=list(parsed.lines),
        valid=parsed.is_valid,
        checks=parsed.checks,
        needs_review=list(dict.fromkeys(doubtful)),
        confidence=round(zone.confidence, 4),
        box=PixelBox.of(zone.box),
    )
