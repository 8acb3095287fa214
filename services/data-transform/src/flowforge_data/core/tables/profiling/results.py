"""What a profile tells of a table."""

from typing import Any, Literal

from pydantic import BaseModel, Field

ColumnKind = Literal["text", "integer", "number", "boolean", "date", "datetime", "other"]


class ValueCount(BaseModel):
    value: Any = Field(description="The value.")
    count: int = Field(description="How many rows have it.")


class Bar(BaseModel):
    low: float = Field(description="Lower end of the range.")
    high: float = Field(description="Upper end of the range.")
    count: int = Field(description="How many values lie in it.")


class NumberFigures(BaseModel):
    mean: float = Field(description="Arithmetic mean.")
    standard_deviation: float | None = Field(description="Of a sample; null with a single value.")
    quartiles: list[float] = Field(description="The 25th, 50th and 75th percentile.")
    zeros: int = Field(description="How many values are 0.")
    negatives: int = Field(description="How many values are below 0.")
    outliers: int = Field(description="Values over 1.5 interquartile ranges away from the quartiles.")
    outlier_examples: list[float] = Field(description="The most extreme of them.")
    histogram: list[Bar] = Field(description="Ranges of equal width with their counts.")


class TextFigures(BaseModel):
    min_length: int = Field(description="Characters of the shortest text.")
    max_length: int = Field(description="Characters of the longest text.")
    mean_length: float = Field(description="Characters on average.")
    empty: int = Field(description="Texts without a character, or of blanks only.")
    padded: int = Field(description="Texts with blanks at their ends.")
    shapes: list[ValueCount] = Field(
        description="The most frequent shapes: A for a capital, a for a small letter, 9 for a digit."
    )


class ColumnProfile(BaseModel):
    name: str = Field(description="The column.")
    type: ColumnKind = Field(description="What its values are.")
    missing: int = Field(description="How many rows have no value.")
    distinct: int = Field(description="How many different values there are.")
    unique: bool = Field(description="Whether every row has a value of its own: a key.")
    constant: bool = Field(description="Whether all values are the same.")
    minimum: Any = Field(description="The least value; null if there is none.")
    maximum: Any = Field(description="The greatest value; null if there is none.")
    most_frequent: list[ValueCount] = Field(description="The most frequent values.")
    numbers: NumberFigures | None = Field(description="Figures of numbers; null for other types.")
    texts: TextFigures | None = Field(description="Figures of texts; null for other types.")
    remarks: list[str] = Field(description="What is worth a look, such as a column that is mostly empty.")


class TableProfile(BaseModel):
    rows: int = Field(description="How many rows the table has.")
    columns: list[ColumnProfile] = Field(description="The columns in their order.")
    repeated_rows: int = Field(description="How many rows stand above once more.")
    missing_cells: int = Field(description="How many cells have no value.")
    rejected: int = Field(description="How many rows of the source could not be read.")
    details: dict[str, Any] = Field(description="What was detected: format, encoding, delimiter ...")
    warnings: list[str] = Field(description="What was guessed or dropped while the source was read.")
