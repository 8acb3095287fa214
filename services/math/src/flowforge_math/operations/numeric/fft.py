"""Compute the spectrum of evenly spaced values, or the values of a spectrum (fast Fourier transform).

Give `values`, or the `column` of `data`, `rows` or a `file`. Amplitudes are those of sine waves: a wave of
amplitude 3 shows as 3 at its frequency.
"""

from datetime import timedelta
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.samples.form import DataForm
from servicekit import Process, operation

# Sums of half a million of them are still numbers.
Number = Annotated[float, Field(ge=-1e150, le=1e150, allow_inf_nan=False)]
MAX_VALUES = 500_000


class FftForm(DataForm):
    own_source: ClassVar[str | None] = "values"

    values: list[Number] | None = Field(
        None,
        min_length=2,
        max_length=MAX_VALUES,
        fail_fast=True,
        description="Of a signal, or the real parts; instead of a table.",
    )
    imaginary: list[Number] | None = Field(
        None,
        max_length=MAX_VALUES,
        fail_fast=True,
        description="Imaginary parts of `values`, in the order of the real ones; zero if absent.",
    )
    column: str | None = Field(
        None, description="Of a table: the column of values; the first numeric one if absent."
    )
    imaginary_column: str | None = Field(
        None, description="Of a table: the column of imaginary parts; zero if absent."
    )
    direction: Literal["forward", "inverse"] = Field(
        default="forward",
        description="`forward` computes the spectrum of values, `inverse` the values of a spectrum.",
    )
    sample_rate: float = Field(1, gt=0, le=1e15, allow_inf_nan=False, description="Values a second.")
    window: Literal["none", "hann", "hamming"] = Field(
        default="none", description="Window that reduces leakage before a forward transform."
    )

    @model_validator(mode="after")
    def _has_equal_parts(self) -> Self:
        if self.imaginary is not None and len(self.imaginary) != len(self.values or ()):
            raise ValueError("'imaginary' must have the length of 'values'")
        return self


class SpectrumPeak(BaseModel):
    frequency: float = Field(description="Frequency of the peak, in the unit of the sample rate.")
    amplitude: float = Field(description="Amplitude of the sine wave at this frequency.")


class FftResult(BaseModel):
    real: list[float] = Field(description="Real parts of the transform, in order.")
    imaginary: list[float] = Field(description="Imaginary parts of the transform, in order.")
    frequencies: list[float] = Field(description="Of each entry; negative ones in the second half.")
    peaks: list[SpectrumPeak] = Field(description="The ten strongest frequencies of a signal.")
    warnings: list[str] = Field(description="What was guessed when the table was read; empty if nothing was.")


@operation(
    "/numeric/fft",
    example={"values": [0, 1, 0, -1, 0, 1, 0, -1], "sample_rate": 8},
    errors=SAMPLE_FAULTS,
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=20),
    dearest=lambda: {"values": [place % 97 for place in range(499_979)]},
)
def transform_signal(form: FftForm) -> FftResult:
    from flowforge_math.core.numerics.spectrum import transform  # noqa: PLC0415 - numpy, in the worker alone

    return FftResult.model_validate(transform(form, MAX_VALUES))
