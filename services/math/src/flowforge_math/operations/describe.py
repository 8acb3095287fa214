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
    file: FileInput | None = None
    values: list[Value | None] | None = Field(None, min_length=1, max_length=1_000_000)
    columns: list[str] = Field(
        [], max_length=256, description="Columns to describe; empty: all with numbers."
    )
    format: Literal["auto", "csv", "xlsx", "parquet", "ndjson", "json"] = "auto"
    sheet: str | None = Field(None, description="Of XLSX; the first one if absent.")
    delimiter: Literal["auto", ",", ";", "\t", "|"] = Field("auto", description="Of CSV.")
    decimal_mark: DecimalMark = Field("auto", description="With ',' a point groups thousands.")
    header: bool = Field(default=True, description="Whether the first row of CSV or XLSX holds names.")
    missing_markers: list[str] = Field(["NA", "N/A", "NaN", "null", "None", "-"], max_length=50)
    percentiles: list[Percent] = Field([5, 25, 50, 75, 95], max_length=50)
    bins: int = Field(10, ge=1, le=1_000, description="Bars of the histogram.")
    iqr_factor: float = Field(1.5, ge=0, le=1_000)
    z_threshold: float = Field(3, ge=0, le=1_000)
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
    minimum: float
    maximum: float
    mean: float
    variance: float | None
    standard_deviation: float | None
    skewness: float | None
    kurtosis: float | None = Field(description="Excess over the normal distribution's.")


class Percentile(Part):
    percent: float
    value: float


class HistogramBin(Part):
    low: float
    high: float
    count: int


class Outlier(Part):
    row: int
    value: float


class Outliers(Part):
    low_fence: float
    high_fence: float
    below: int = Field(description="Values under the low fence.")
    above: int = Field(description="Values over the high fence.")
    beyond_z: int
    furthest: list[Outlier] = Field(description="The ten beyond the fences that are furthest from the mean.")


class ColumnSummary(Part):
    column: str
    rows: int
    count: int = Field(description="Rows with a number.")
    missing: int
    invalid: int
    moments: Moments
    median: float
    percentiles: list[Percentile]
    interquartile_range: float
    distinct: int | None
    mode: float | None
    mode_count: int | None
    histogram: list[HistogramBin]
    outliers: Outliers


class SkippedColumn(Part):
    column: str
    reason: str


class DescribeResult(Part):
    rows: int
    columns: list[ColumnSummary]
    skipped: list[SkippedColumn]
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
