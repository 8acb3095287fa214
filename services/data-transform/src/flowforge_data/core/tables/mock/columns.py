"""What a column of mock data is made of."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from servicekit import InvalidInput, RequestBody

MockKind = Literal[
    "row_number",
    "integer",
    "number",
    "boolean",
    "choice",
    "constant",
    "pattern",
    "date",
    "datetime",
    "time",
    "uuid",
    "name",
    "first_name",
    "last_name",
    "email",
    "user_name",
    "phone",
    "company",
    "job",
    "street",
    "city",
    "postcode",
    "state",
    "country",
    "country_code",
    "address",
    "latitude",
    "longitude",
    "url",
    "domain",
    "ipv4",
    "ipv6",
    "mac",
    "user_agent",
    "word",
    "sentence",
    "paragraph",
    "color",
    "currency",
    "iban",
    "card",
    "product",
    "file_name",
    "language_code",
    "time_zone",
    "password",
    "md5",
]


class UnknownLocale(InvalidInput):
    code = "LOCALE_UNKNOWN"
    message = "'locale' is {value}, which is not known: use one such as en_US, de_DE, fr_FR or ja_JP."


class CannotMock(InvalidInput):
    code = "MOCK_IMPOSSIBLE"
    message = "'{field}' cannot be made: {reason}."


class MockColumn(RequestBody):
    """A column, such as `{"name": "age", "kind": "integer", "minimum": 18, "maximum": 90}`."""

    name: str = Field(min_length=1, max_length=500, description="Name of the column.")
    kind: MockKind = Field(description="What the values are.")
    minimum: float | str | None = Field(None, description="Least number, or earliest date.")
    maximum: float | str | None = Field(None, description="Greatest number, or latest date.")
    decimals: int = Field(2, ge=0, le=10, description="Decimals of 'number'.")
    values: list[Any] = Field([], max_length=10_000, description="What 'choice' chooses from.")
    weights: list[float] = Field([], max_length=10_000, description="How often each of `values` comes.")
    value: Any = Field(None, description="The value of 'constant'.")
    pattern: str | None = Field(
        None, max_length=200, description="For 'pattern': # is a digit, ? a letter, all else itself."
    )
    empty_share: float = Field(0, ge=0, le=1, description="Share of rows without a value.")
    unique: bool = Field(default=False, description="Whether no value may come twice.")

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        if self.kind == "choice" and not self.values:
            raise ValueError("'choice' needs 'values'")
        if self.kind == "pattern" and not self.pattern:
            raise ValueError("'pattern' is required with the kind 'pattern'")
        if self.weights and (len(self.weights) != len(self.values) or not sum(self.weights) > 0):
            raise ValueError("'weights' needs a number for each of 'values', and a sum over 0")
        if self.weights and min(self.weights) < 0:
            raise ValueError("'weights' must not be negative")
        return self
