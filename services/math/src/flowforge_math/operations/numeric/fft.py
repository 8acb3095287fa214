"""Compute the spectrum of evenly spaced values, or the values of a spectrum (fast Fourier transform).

Amplitudes are those of sine waves: a wave of amplitude 3 shows as 3 at its frequency.
"""

from datetime import timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, model_validator

from servicekit import Process, RequestBody, operation

# Sums of half a million of them are still numbers.
Number = Annotated[float, Field(ge=-1e150, le=1e150, allow_inf_nan=False)]


class FftRequest(RequestBody):
    values: list[Number] = Field(
        min_length=2, max_length=500_000, description="Of a signal, or the real parts."
    )
    imaginary: list[Number] | None = Field(
        None,
        max_length=500_000,
        description="Imaginary parts of the values, in the order of the real ones; zero if absent.",
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
        if self.imaginary is not None and len(self.imaginary) != len(self.values):
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


@operation(
    "/numeric/fft",
    example={"values": [0, 1, 0, -1, 0, 1, 0, -1], "sample_rate": 8},
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=20),
)
def transform_signal(request: FftRequest) -> FftResult:
    import numpy as np  # noqa: PLC0415 - in the worker alone

    values = np.array(request.values) + (0 if request.imaginary is None else 1j * np.array(request.imaginary))
    count = len(values)
    if request.direction == "inverse":
        found = np.fft.ifft(values)
        return FftResult(real=found.real.tolist(), imaginary=found.imag.tolist(), frequencies=[], peaks=[])
    windows: dict[str, Any] = {"none": np.ones, "hann": np.hanning, "hamming": np.hamming}
    weights = windows[request.window](count)
    found = np.fft.fft(values * weights)
    frequencies = np.fft.fftfreq(count, 1 / request.sample_rate)
    half = np.arange(count // 2 + 1)
    amplitudes = np.abs(found[half]) / (weights.sum() or 1.0)
    amplitudes[1 : (count + 1) // 2] *= 2
    strongest = np.argsort(-amplitudes)[:10]
    return FftResult(
        real=found.real.tolist(),
        imaginary=found.imag.tolist(),
        frequencies=frequencies.tolist(),
        peaks=[
            SpectrumPeak(frequency=float(abs(frequencies[place])), amplitude=float(amplitudes[place]))
            for place in strongest
        ],
    )
