"""Outliers of columns, by fences, scores or tests."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import scipy.stats

from flowforge_math.core.samples.faults import ConstantSample, SampleTooSmall
from flowforge_math.core.samples.reading import read_data

stats: Any = scipy.stats
MAD_SCALE: Final = 0.6745  # Iglewicz and Hoaglin (1993)
MAX_LISTED: Final = 1_000
Found = tuple[Any, Any, float | None, float | None]


def answer(form: Any) -> dict[str, Any]:
    data = read_data(form)
    names = list(form.columns) or data.numeric_names()
    if not names:
        raise SampleTooSmall(field="columns", count=0, least=1, why=": no column holds numbers")
    warnings, columns, rows = list(data.warnings), [], set()
    listed: list[dict[str, Any]] = []
    for name in names:
        values = data.numbers(name, "columns")
        known = np.flatnonzero(np.isfinite(values))
        if len(known) < 3:  # noqa: PLR2004 - fewer have no usual spread
            raise SampleTooSmall(field=name, count=len(known), least=3, why="")
        if np.ptp(values[known]) == 0:
            raise ConstantSample(field=name)
        places, scores, low, high = _METHODS[form.method](values[known], form)
        chosen = [int(place) for place in known[places]]
        rows |= set(chosen)
        columns.append({"column": name, "count": len(chosen), "low": low, "high": high})
        listed += [
            {"column": name, "row": row, "value": float(values[row]), "score": float(score)}
            for row, score in zip(chosen, scores, strict=True)
        ]
    if len(listed) > MAX_LISTED:
        warnings.append(
            f"{MAX_LISTED:,} of {len(listed):,} outliers are listed, those with the highest scores."
        )
        listed = sorted(listed, key=lambda one: -abs(one["score"]))[:MAX_LISTED]
    return {"outliers": listed, "columns": columns, "rows": sorted(rows), "warnings": warnings}


def _fences(values: Any, form: Any) -> Found:
    first, third = np.percentile(values, [25, 75])
    factor = form.threshold if form.threshold is not None else 1.5
    spread = third - first
    low, high = float(first - factor * spread), float(third + factor * spread)
    places = np.flatnonzero((values < low) | (values > high))
    beyond = np.where(values < low, values - first, values - third)[places]
    return places, beyond / spread if spread > 0 else np.sign(beyond), low, high


def _z(values: Any, form: Any) -> Found:
    return _scored(values, float(values.mean()), float(values.std(ddof=1)), form.threshold or 3.0)


def _mad(values: Any, form: Any) -> Found:
    middle = float(np.median(values))
    spread = float(np.median(np.abs(values - middle))) / MAD_SCALE
    if spread == 0:  # half of the values are equal: Iglewicz and Hoaglin take the mean deviation
        spread = float(np.mean(np.abs(values - middle))) * 1.253314
    return _scored(values, middle, spread, form.threshold or 3.5)


def _scored(values: Any, middle: float, spread: float, threshold: float) -> Found:
    scores = (values - middle) / spread
    places = np.flatnonzero(np.abs(scores) > threshold)
    return places, scores[places], middle - threshold * spread, middle + threshold * spread


def _deviates(values: Any, form: Any) -> Found:
    """Return the outliers of Rosner's generalized extreme Studentized deviate test (1983)."""
    alpha = 1 - form.confidence
    most = min(form.max_outliers, len(values) - 2)
    left = np.arange(len(values))
    removed, scores, count = [], [], 0
    for step in range(1, most + 1):
        kept = values[left]
        deviation = kept.std(ddof=1)
        if deviation == 0:
            break
        distances = (kept - kept.mean()) / deviation
        place = int(np.argmax(np.abs(distances)))
        removed.append(left[place])
        scores.append(float(distances[place]))
        left = np.delete(left, place)
        size = len(values) - step + 1
        t = float(stats.t.ppf(1 - alpha / (2 * size), size - 2))
        if abs(scores[-1]) > (size - 1) * t / np.sqrt((size - 2 + t * t) * size):
            count = step
    return np.array(removed[:count], int), np.array(scores[:count]), None, None


_METHODS: Final[dict[str, Callable[[Any, Any], Found]]] = {
    "iqr": _fences,
    "z_score": _z,
    "mad": _mad,
    "esd": _deviates,
}
