"""Read the machine-readable zone (MRZ) of passports, visas and identity cards, as of ICAO Doc 9303.

Its lines are read a second time with the 37 characters of the zone alone; look-alikes are told apart by their
position, and check digits are verified. Names have no check digit: `needs_review` says what to look at.
"""

from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_ocr.core.identity.finding import FoundZone, zones_of
from flowforge_ocr.core.identity.layouts import Kind
from flowforge_ocr.core.identity.meaning import code_of, date_of, names_of, number_of, sex_of
from flowforge_ocr.core.requests.answers import PixelBox
from flowforge_ocr.core.requests.examples import PASSPORT
from flowforge_ocr.core.requests.reading_form import CACHE, READING, RUN, ReadingForm
from flowforge_ocr.settings import OcrSettings
from servicekit import Context, operation

_DOUBTFUL = 0.9


class MrzDocument(BaseModel):
    page: int = Field(description="Number of the page, from 1.")
    kind: Kind = Field(description="Layout: TD3 passport, TD1 and TD2 cards, MRV-A and MRV-B visas.")
    document_type: str = Field(description="As printed, such as P, ID or V.")
    issuer: str = Field(description="Code of the issuing state or organization.")
    surname: str = Field(description="Family name, as the zone spells it.")
    given_names: str = Field(description="Given names, as the zone spells them.")
    document_number: str | None = Field(description="Number of the document; null if it cannot be read.")
    nationality: str = Field(description="Three letters of ICAO for the nationality.")
    birth_date: date | None = Field(description="Date of birth; null if it cannot be read.")
    sex: Literal["male", "female", "unspecified"] | None = Field(
        description="Sex as stated; null if it cannot be read."
    )
    expiry_date: date | None = Field(description="Last day of validity; null if it cannot be read.")
    personal_number: str | None = Field(description="Personal number; null if there is none.")
    optional_data: str | None = Field(description="Other data of the issuing state; null if there are none.")
    lines: list[str] = Field(description="The zone, after look-alikes were told apart.")
    valid: bool = Field(description="True if all check digits are right.")
    checks: dict[str, bool] = Field(description="Whether the check digit of each field is right.")
    needs_review: list[str] = Field(description="Fields that are wrong or doubtful.")
    confidence: float = Field(description="How sure the reading is, from 0 to 1.")
    box: PixelBox = Field(description="Where it stands on the page, in pixels.")


class MrzResult(BaseModel):
    documents: list[MrzDocument] = Field(
        description="The documents that were found; empty if there are none."
    )
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/mrz",
    errors=READING,
    run=RUN,
    cache=CACHE,
    example={"file": PASSPORT},
    deadline=timedelta(seconds=150),
    progress=True,
)
def read_mrz(form: ReadingForm, settings: OcrSettings, context: Context) -> MrzResult:
    documents: list[MrzDocument] = []
    with form.read(settings, context) as (opened, pages):
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
    doubtful += [name for name in parsed.doubts if name in MrzDocument.model_fields]
    if zone.confidence < _DOUBTFUL or "names" in parsed.doubts:
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
