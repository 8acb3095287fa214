"""Split postal addresses into street, house number, unit, postcode, city, state and country.

Lines are separated by commas or line breaks. The last line may be the country; `country` says it where it is
not written. Addresses of the United States may be on one line. Spelling is not changed, and nothing is looked
up: whether an address exists is not checked.
"""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_data.core.text.forms import RUN, TextsForm
from flowforge_data.core.values.persons.parts import AddressParts
from servicekit import operation

_MOST = 2_000
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class AddressesForm(TextsForm):
    country: CountryCode | None = Field(
        None, description="Country of addresses that do not name one, ISO 3166, such as DE."
    )


class AddressesResult(BaseModel):
    result: AddressParts = Field(description="The parts of the address, or of the first of the addresses.")
    results: list[AddressParts] = Field(description="The parts of all addresses, in order.")


@operation("/addresses/parse", run=RUN, example={"text": "Unter den Linden 77, 10117 Berlin, Germany"})
def parse_addresses(form: AddressesForm) -> AddressesResult:
    from flowforge_data.core.values.persons.addresses import split_address  # noqa: PLC0415 - for workers

    found = [split_address(one[:_MOST], form.country) for one in form.all]
    return AddressesResult(result=found[0] if found else split_address("", None), results=found)
