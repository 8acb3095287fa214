"""Check and normalize values: e-mail, phone, IBAN, BIC, card, VAT number, EAN, ISBN, URL, postcode and more.

Many values in one call, each with its own answer. Form and check digits are checked by the published rules;
nobody is asked whether the address or the account exists.
"""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_data.core.values.checks.kinds import CheckKind
from servicekit import Process, RequestBody, operation


class CheckForm(RequestBody):
    kind: CheckKind = Field(description="What the values should be.")
    value: str | None = Field(None, max_length=2_000, description="The value.")
    values: list[Annotated[str, Field(max_length=2_000)]] = Field(
        [], max_length=10_000, description="Several values, instead of one."
    )
    region: str | None = Field(
        None, pattern=r"^[A-Z]{2}$", description="Country of phone numbers and postcodes, such as DE."
    )


class Checked(BaseModel):
    value: str = Field(description="The value that was given.")
    valid: bool = Field(description="Whether it is valid.")
    normalized: str | None = Field(description="Its standard form; null if it is not valid.")
    reason: str | None = Field(description="Why it is not valid; null if it is.")
    details: dict[str, str] = Field(description="What it says, such as the country of an IBAN.")


class CheckResult(BaseModel):
    valid: bool = Field(description="Whether all values are valid.")
    results: list[Checked] = Field(description="The answer for each value, in order.")
    invalid_count: int = Field(description="How many are not valid.")


@operation(
    "/check",
    run=Process(max_memory_bytes=256 << 20),
    example={"kind": "iban", "values": ["DE89 3704 0044 0532 0130 00", "DE00"]},
)
def check_values(form: CheckForm) -> CheckResult:
    from flowforge_data.core.values.checks.checking import check  # noqa: PLC0415 - tables of countries are for workers

    values = form.values or ([form.value] if form.value is not None else [])
    results = [Checked(value=one, **check(form.kind, one, form.region)) for one in values]
    invalid = sum(not one.valid for one in results)
    return CheckResult(valid=not invalid, results=results, invalid_count=invalid)
