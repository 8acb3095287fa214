"""Describe numbers by their statistics: count, mean, spread, percentiles, histogram, outliers.

Give `values`, a JSON list, or `file`: CSV, XLSX, Parquet, NDJSON or JSON, told by its content. Every column
that holds mostly numbers is described, or those named in `columns`. All figures are exact, whatever the size.
The encoding, delimiter and decimal mark of CSV are detected; `warnings` say what was a guess.

A row is `missing` where its field is empty or one of `missing_markers`, and `invalid` where it has something
else that is no finite number. Percentiles interpolate linearly, as PERCENTILE.INC does. Skewness and kurtosis
are the adjusted ones of SKEW and KURT, 0 for the normal distribution. The mode is the least of the most
frequent values, and null with over 65,536 different ones. Outliers lie more than `iqr_factor` interquartile
ranges beyond the quartiles; `beyond_z` counts the values over `z_threshold` standard deviations from the
mean. What is not defined for so few values is null. Rows count from 1.
"""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from flowforge_math.core.statistics.faults import NoNumbers
from flowforge_tables import TABLE_FAULTS, DecimalMark, TableOptions
from servicekit import Context, FileInput, Limits, Process, RequestForm, operation

MAX_FILE_BYTES = 512 << 20
Value = Annotated[float, Field(allow_inf_nan=False)]
Percent = Annotated[float, Field(ge=0, le=100)]


class DescribeForm(RequestForm):
    file: FileInput | None = Field(
        default=None,
        description=(
            "A table with a header row: CSV, XLSX, Parquet, NDJSON or JSON. Give this or inline values."
        ),
    )
    values: list[Value | None] | None = Field(
        None,
        min_length=1,
        max_length=1_000_000,
        fail_fast=True,
        description="Inline numbers to describe instead of a file; null is a missing value.",
    )
    columns: list[str] = Field(
        [], max_length=256, description="Columns to describe; empty: all with numbers."
    )
    format: Literal["auto", "csv", "xlsx", "parquet", "ndjson", "json"] = Field(
        default="auto", description="Format of the file; `auto` recognizes it by its content."
    )
    sheet: str | None = Field(None, description="Of XLSX; the first one if absent.")
    delimiter: Literal["auto", ",", ";", "\t", "|"] = Field("auto", description="Of CSV.")
    decimal_mark: DecimalMark = Field("auto", description="With ',' a point groups thousands.")
    header: bool = Field(default=True, description="Whether the first row of CSV or XLSX holds names.")
    missing_markers: list[str] = Field(
        ["NA", "N/A", "NaN", "null", "None", "-"],
        max_length=50,
        description="Texts that count as missing values instead of invalid ones.",
    )
    percentiles: list[Percent] = Field(
        [5, 25, 50, 75, 95], max_length=50, description="Percentiles to compute, from 0 to 100."
    )
    bins: int = Field(10, ge=1, le=1_000, description="Bars of the histogram.")
    iqr_factor: float = Field(
        1.5,
        ge=0,
        le=1_000,
        description="A value is an outlier beyond this many interquartile ranges from the quartiles.",
    )
    z_threshold: float = Field(
        3,
        ge=0,
        le=1_000,
        description="A value is an outlier beyond this many standard deviations from the mean.",
    )
    population: bool = Field(default=False, description="Divide the variance by n, not by n - 1.")

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        if (self.file is None) == (self.values is None):
            raise ValueError("give exactly one of 'file' and 'values'")
        return self


class Part(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Moments(Part):
    total: float | None = Field(description="The sum.")
    minimum: float = Field(description="Least value.")
    maximum: float = Field(description="Greatest value.")
    mean: float = Field(description="Arithmetic mean.")
    variance: float | None = Field(description="Sample variance, with n - 1; null for a single value.")
    standard_deviation: float | None = Field(
        description="Square root of the sample variance; null for a single value."
    )
    skewness: float | None = Field(
        description=(
            "Asymmetry: negative with a long tail to the left, positive to the right; null where "
            "it is undefined."
        )
    )
    kurtosis: float | None = Field(description="Excess over the normal distribution's.")


class Percentile(Part):
    percent: float = Field(description="Which percentile, from 0 to 100.")
    value: float = Field(description="Value below which this share of the numbers lies, interpolated.")


class HistogramBin(Part):
    low: float = Field(description="Least value of the bin, included.")
    high: float = Field(description="Upper end of the bin, included only in the last one.")
    count: int = Field(description="Number of values in the bin.")


class Outlier(Part):
    row: int = Field(description="Number of its row, counted as the table counts them.")
    value: float = Field(description="The number in this row.")


class Outliers(Part):
    low_fence: float = Field(description="Values below this are outliers by the interquartile range.")
    high_fence: float = Field(description="Values above this are outliers by the interquartile range.")
    below: int = Field(description="Values under the low fence.")
    above: int = Field(description="Values over the high fence.")
    beyond_z: int = Field(
        description="How many values are further from the mean than `z_threshold` standard deviations."
    )
    furthest: list[Outlier] = Field(description="The ten beyond the fences that are furthest from the mean.")


class ColumnSummary(Part):
    column: str = Field(description="Header of the column; `values` for inline numbers.")
    rows: int = Field(description="Rows that were read, with and without a number.")
    count: int = Field(description="Rows with a number.")
    missing: int = Field(description="Rows that are empty or hold one of `missing_markers`.")
    invalid: int = Field(description="Rows that hold something other than a number.")
    moments: Moments = Field(description="Minimum, maximum, mean, variance and the shape of the values.")
    median: float = Field(description="The middle value: half of the numbers are at most this.")
    percentiles: list[Percentile] = Field(
        description="The percentiles asked for, in the order of the request."
    )
    interquartile_range: float = Field(description="Distance from the 25th to the 75th percentile.")
    distinct: int | None = Field(
        description="Number of different values; null if there are too many to count."
    )
    mode: float | None = Field(
        description="Most frequent value; null if there are too many different values to count."
    )
    mode_count: int | None = Field(description="How often the most frequent value occurs.")
    histogram: list[HistogramBin] = Field(description="Bins of equal width from the minimum to the maximum.")
    outliers: Outliers = Field(
        description="Values far from the rest, by the interquartile range and by z-score."
    )


class SkippedColumn(Part):
    column: str = Field(description="Header of the column.")
    reason: str = Field(description="Why it has no statistics.")


class DescribeResult(Part):
    rows: int = Field(description="Rows of the table, without its header.")
    columns: list[ColumnSummary] = Field(
        description="Statistics of each numeric column, in the order of the table."
    )
    skipped: list[SkippedColumn] = Field(description="Columns without statistics, with the reason.")
    warnings: list[str] = Field(description="What had to be guessed or replaced to read the file.")


@operation(
    "/describe",
    example={"values": [12.5, 13.1, 11.8, 14.2, 12.9, 40]},
    errors=[NoNumbers, *TABLE_FAULTS],
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=60),
    limits=Limits(max_file_bytes=MAX_FILE_BYTES),
)
def describe_numbers(form: DescribeForm, context: Context) -> DescribeResult:
    # polars and numpy take 60 MB: only the worker loads them.
    from flowforge_math.core.statistics.description import describe_file, describe_values  # noqa: PLC0415 - likewise
    from flowforge_math.core.statistics.summary import Options  # noqa: PLC0415 - likewise

    options = Options(
        percentiles=tuple(form.percentiles),
        bins=form.bins,
        iqr_factor=form.iqr_factor,
        z_threshold=form.z_threshold,
        degrees_of_freedom=0 if form.population else 1,
    )
    if form.file is None:
        described = describe_values(form.values or [], context.workspace, options)
        return DescribeResult.model_validate(described)
    reading = TableOptions(
        format=None if form.format == "auto" else form.format,
        columns=tuple(form.columns),
        delimiter=None if form.delimiter == "auto" else form.delimiter,
        decimal_mark=form.decimal_mark,
        header=form.header,
        missing=frozenset(form.missing_markers),
        sheet=form.sheet,
    )
    described = describe_file(form.file.path, reading, context.workspace, options, check=context.check)
    return DescribeResult.model_validate(described)
