"""Correlation of each two columns."""

from typing import Any, Final

import numpy as np
import scipy.stats

from flowforge_math.core.samples.faults import SampleTooSmall, UnsuitableSamples
from flowforge_math.core.samples.reading import complete_rows, read_data, same_length

stats: Any = scipy.stats  # its stubs refuse texts for choices

MAX_COLUMNS: Final = 50
# Pairs times rows: ranks cost more than sums, and counts of ordered pairs the most.
MOST_COMPARED: Final = {"pearson": 200_000_000, "spearman": 20_000_000, "kendall": 10_000_000}
LEAST_ROWS: Final = 3


def answer(form: Any) -> dict[str, Any]:
    data = read_data(form)
    names = list(form.columns) or data.numeric_names()[:MAX_COLUMNS]
    if len(names) < 2:  # noqa: PLR2004 - a pair
        raise SampleTooSmall(field="columns", count=len(names), least=2, why=": numeric columns")
    columns = [data.numbers(name, "columns") for name in names]
    same_length(data, names)
    count = len(names) * (len(names) - 1) // 2
    if count * data.rows > MOST_COMPARED[form.method]:
        reason = (
            f"{count:,} pairs of columns of {data.rows:,} rows are too many for '{form.method}': name fewer"
        )
        raise UnsuitableSamples(field="columns", reason=reason)
    matrix: list[list[float | None]] = [
        [1.0 if i == j else None for j in range(len(names))] for i in range(len(names))
    ]
    pairs, warnings = [], list(data.warnings)
    for i, first in enumerate(names):
        for j in range(i + 1, len(names)):
            left, right = complete_rows(columns[i], columns[j])
            if len(left) < LEAST_ROWS or np.ptp(left) == 0 or np.ptp(right) == 0:
                warnings.append(f"'{first}' and '{names[j]}' have too few common rows, or one is constant.")
                continue
            pair = _pair(form, first, names[j], left, right)
            matrix[i][j] = matrix[j][i] = pair["coefficient"]
            pairs.append(pair)
    pairs.sort(key=lambda one: -abs(one["coefficient"]))
    return {"columns": names, "matrix": matrix, "pairs": pairs, "warnings": warnings}


def _pair(form: Any, first: str, second: str, left: Any, right: Any) -> dict[str, Any]:
    low = high = None
    if form.method == "pearson":
        found: Any = stats.pearsonr(left, right)
        if len(left) > LEAST_ROWS:
            span = found.confidence_interval(form.confidence)
            low, high = float(span.low), float(span.high)
    else:
        found = stats.spearmanr(left, right) if form.method == "spearman" else stats.kendalltau(left, right)
    return {
        "first": first,
        "second": second,
        "coefficient": float(found.statistic),
        "p_value": float(found.pvalue),
        "low": low,
        "high": high,
        "rows": len(left),
    }
