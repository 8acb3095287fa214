"""Named curves, each with guesses of its parameters from the points."""

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

Guess = dict[str, float]


def guesses(model: str, x: Any, y: Any) -> tuple[str, list[Guess]]:
    """Return the expression of *model*, and the starts to try."""
    text, guess = _MODELS[model]
    return text, guess(x, y)


def _width(x: Any) -> float:
    return float(np.ptp(x)) or 1.0


def _exponential(x: Any, y: Any) -> list[Guess]:
    found: list[Guess] = []
    for sign in (1.0, -1.0):
        keep = sign * y > 0
        if keep.sum() >= 2 and np.ptp(x[keep]) > 0:  # noqa: PLR2004 - a line through the logarithms
            slope, constant = np.polyfit(x[keep], np.log(sign * y[keep]), 1)
            found.append({"a": sign * _finite_exponential(float(constant)), "b": float(slope)})
    start = float(y[np.argmin(x)]) or 1.0
    return [*found, {"a": start, "b": -1.0 / _width(x)}, {"a": start, "b": 1.0 / _width(x)}]


def _finite_exponential(power: float) -> float:
    return math.exp(min(max(power, -600.0), 600.0))


def _power(x: Any, y: Any) -> list[Guess]:
    plain = {"a": float(np.abs(y).mean() / (np.abs(x).mean() or 1.0)) or 1.0, "b": 1.0}
    for sign in (1.0, -1.0):
        keep = (x > 0) & (sign * y > 0)
        if keep.sum() >= 2 and np.ptp(x[keep]) > 0:  # noqa: PLR2004 - a line through the logarithms
            slope, constant = np.polyfit(np.log(x[keep]), np.log(sign * y[keep]), 1)
            return [{"a": sign * _finite_exponential(float(constant)), "b": float(slope)}, plain]
    return [plain]


def _logistic(x: Any, y: Any) -> list[Guess]:
    order = np.argsort(x)
    rising = float(y[order[-1]]) >= float(y[order[0]])
    top = float(y[np.argmax(np.abs(y))]) or 1.0
    middle = float(x[np.argmin(np.abs(y - top / 2))])
    turn = 1.0 if rising == (top > 0) else -1.0
    return [{"c": top, "k": turn * rate / _width(x), "m": middle} for rate in (4.0, 20.0)]


def _gaussian(x: Any, y: Any) -> list[Guess]:
    peak = int(np.argmax(np.abs(y)))
    return [
        {"a": float(y[peak]) or 1.0, "m": float(x[peak]), "s": _width(x) / parts} for parts in (6.0, 30.0)
    ]


def _michaelis_menten(x: Any, y: Any) -> list[Guess]:
    return [{"v": float(y[np.argmax(np.abs(y))]) or 1.0, "k": float(np.median(x)) or 1.0}]


def _sine(x: Any, y: Any) -> list[Guess]:
    order = np.argsort(x)
    even = np.linspace(x.min(), x.max(), 1_024)
    values = np.interp(even, x[order], y[order])
    # Eight times as many frequencies as the points alone would give, so that one is near.
    spectrum = np.abs(np.fft.rfft(values - values.mean(), 8 * len(even)))[1:]
    step = 2 * math.pi / (8 * _width(x) * len(even) / (len(even) - 1))
    best = int(np.argmax(spectrum)) + 1
    rates = [step * max(best + away, 1) for away in (0, -3, 3)]
    return [_wave(x, y, rate) for rate in rates]


def _wave(x: Any, y: Any, rate: float) -> Guess:
    """Return the best wave of one frequency, which is a linear problem."""
    columns = np.column_stack([np.ones(len(x)), np.sin(rate * x), np.cos(rate * x)])
    middle, sine, cosine = (float(one) for one in np.linalg.lstsq(columns, y, rcond=None)[0])
    return {
        "c": middle,
        "a": math.hypot(sine, cosine) or 1.0,
        "w": rate,
        "p": math.atan2(cosine, sine) or 0.1,
    }


_MODELS: Final[Mapping[str, tuple[str, Callable[[Any, Any], list[Guess]]]]] = {
    "exponential": ("a*exp(b*x)", _exponential),
    "power": ("a*x^b", _power),
    "logistic": ("c/(1 + exp(-k*(x - m)))", _logistic),
    "gaussian": ("a*exp(-(x - m)^2/(2*s^2))", _gaussian),
    "michaelis_menten": ("v*x/(k + x)", _michaelis_menten),
    "sine": ("c + a*sin(w*x + p)", _sine),
}
