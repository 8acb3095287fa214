"""The fast Fourier transform of a signal, and back."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from flowforge_math.core.samples.faults import SampleTooSmall, UnsuitableSamples
from flowforge_math.core.samples.reading import full_column

STRONGEST: Final = 10
LARGEST: Final = 1e150
_WINDOWS: Final[Mapping[str, Callable[[int], Any]]] = {
    "none": np.ones,
    "hann": np.hanning,
    "hamming": np.hamming,
}


def transform(form: Any, most: int) -> dict[str, Any]:
    """Transform what *form* has, *most* values at the most. Raises the faults of samples."""
    values, warnings = _values(form, most)
    found = np.fft.ifft(values) if form.direction == "inverse" else None
    answer: dict[str, Any] = {"frequencies": [], "peaks": [], "warnings": warnings}
    if found is None:
        weights = _WINDOWS[form.window](len(values))
        found = np.fft.fft(values * weights)
        frequencies = np.fft.fftfreq(len(values), 1 / form.sample_rate)
        answer |= {
            "frequencies": frequencies.tolist(),
            "peaks": _peaks(found, frequencies, float(weights.sum()) or 1.0),
        }
    return {**answer, "real": found.real.tolist(), "imaginary": found.imag.tolist()}


def _values(form: Any, most: int) -> tuple[Any, list[str]]:
    if form.values is not None:
        real = np.array(form.values)
        return (real if form.imaginary is None else real + 1j * np.array(form.imaginary)), []
    real, warnings = full_column(form, form.column, most)
    if len(real) < 2:  # noqa: PLR2004 - no wave passes through one point
        raise SampleTooSmall(field="column", count=len(real), least=2, why="")
    if float(np.abs(real).max()) > LARGEST:
        raise UnsuitableSamples(field="column", reason=f"a value lies beyond {LARGEST:g}")
    if form.imaginary_column is None:
        return real, warnings
    imaginary, _ = full_column(form, form.imaginary_column, most, "imaginary_column")
    if len(imaginary) != len(real):
        raise UnsuitableSamples(field="imaginary_column", reason=f"it has {len(imaginary):,} values")
    return real + 1j * imaginary, warnings


def _peaks(found: Any, frequencies: Any, weight: float) -> list[dict[str, float]]:
    count = len(found)
    half = np.arange(count // 2 + 1)
    amplitudes = np.abs(found[half]) / weight
    amplitudes[1 : (count + 1) // 2] *= 2
    return [
        {"frequency": float(abs(frequencies[place])), "amplitude": float(amplitudes[place])}
        for place in np.argsort(-amplitudes)[:STRONGEST]
    ]
