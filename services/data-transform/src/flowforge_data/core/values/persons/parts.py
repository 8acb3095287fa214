"""The parts of names and addresses."""

from pydantic import BaseModel, Field


class NameParts(BaseModel):
    title: str | None = Field(description="Such as Dr. or Mrs.")
    first_name: str | None = Field(description="The given name.")
    middle_names: str | None = Field(description="Further given names, and initials.")
    last_name: str | None = Field(description="The family name with its particles, such as van Beethoven.")
    suffix: str | None = Field(description="Such as Jr. or PhD.")
    nickname: str | None = Field(description="What is in parentheses or quotation marks.")
    is_sure: bool = Field(description="Whether a first and a last name were found.")


class AddressParts(BaseModel):
    recipient: str | None = Field(description="Lines before the street: a person or a company.")
    house_number: str | None = Field(description="Such as 12, 12a or 3-5.")
    street: str | None = Field(description="The street without the house number.")
    unit: str | None = Field(description="Apartment, suite, floor, or further lines.")
    po_box: str | None = Field(description="The post office box.")
    postcode: str | None = Field(description="The postcode or ZIP code.")
    city: str | None = Field(description="The city.")
    state: str | None = Field(description="The state or province, where it is part of addresses.")
    country: str | None = Field(description="The country, ISO 3166: as it is written, or as 'country' says.")
    is_sure: bool = Field(description="Whether street or box, city and postcode were found.")
