"""Tables of counts: chi-square and Fisher's exact test."""

from collections import Counter
from typing import Any, Final

import numpy as np
import scipy.stats

from flowforge_math.core.samples.faults import UnsuitableSamples
from flowforge_math.core.samples.reading import read_data, same_length

stats: Any = scipy.stats  # its stubs refuse texts for choices

MAX_LEVELS: Final = 100
LEAST_EXPECTED: Final = 5
Table = tuple[list[str], list[str], Any, list[str]]


def answer(form: Any) -> dict[str, Any]:
    rows, columns, table, warnings = _table(form)
    if (table.sum(axis=0) == 0).any() or (table.sum(axis=1) == 0).any():
        raise UnsuitableSamples(field="table", reason="a row or a column has no counts at all")
    expected = stats.contingency.expected_freq(table)
    small = bool((expected < LEAST_EXPECTED).any())
    two_by_two = table.shape == (2, 2)
    if form.test == "fisher" and not two_by_two:
        raise UnsuitableSamples(field="table", reason="Fisher's test takes a table of 2 by 2")
    fisher = form.test == "fisher" or (form.test == "auto" and two_by_two and small)
    found = stats.chi2_contingency(table, correction=False)
    p_value = float(stats.fisher_exact(table).pvalue) if fisher else float(found.pvalue)
    if small and not fisher:
        warnings.append("Expected counts under 5 make the p-value of chi-square unreliable.")
    strength = float(np.sqrt(found.statistic / (table.sum() * (min(table.shape) - 1))))
    related = p_value < 1 - form.confidence
    word = "are related" if related else "are not detectably related"
    odds = _odds(table, form.confidence) if two_by_two else (None, None, None)
    return {
        "test": "fisher" if fisher else "chi_square",
        "sentence": f"Rows and columns {word} (p = {p_value:.3g}, Cramer's V = {strength:.2f}).",
        "statistic": None if fisher else float(found.statistic),
        "degrees_of_freedom": None if fisher else int(found.dof),
        "p_value": p_value,
        "cramers_v": strength,
        "odds_ratio": odds[0],
        "odds_ratio_low": odds[1],
        "odds_ratio_high": odds[2],
        "rows": rows,
        "columns": columns,
        "table": table.tolist(),
        "expected": expected.tolist(),
        "warnings": warnings,
    }


def _table(form: Any) -> Table:
    if form.table is not None:
        if len({len(row) for row in form.table}) > 1:
            raise UnsuitableSamples(field="table", reason="its rows differ in length")
        table = np.array(form.table, np.int64)
        names = [
            [f"{word} {place + 1}" for place in range(size)]
            for word, size in zip(("row", "column"), table.shape, strict=True)
        ]
        return names[0], names[1], table, []
    data = read_data(form)
    same_length(data, [form.row_column, form.column_column])
    first, second = (
        data.labels(form.row_column, "row_column"),
        data.labels(form.column_column, "column_column"),
    )
    counts = Counter(
        (one, other)
        for one, other in zip(first, second, strict=True)
        if one is not None and other is not None
    )
    rows, columns = (sorted({pair[place] for pair in counts}) for place in (0, 1))
    for field, levels in (("row_column", rows), ("column_column", columns)):
        if not 2 <= len(levels) <= MAX_LEVELS:  # noqa: PLR2004 - a relation needs two
            raise UnsuitableSamples(
                field=field, reason=f"it has {len(levels)} different values; 2 to {MAX_LEVELS} are allowed"
            )
    table = np.array([[counts[row, column] for column in columns] for row in rows], np.int64)
    return rows, columns, table, data.warnings


def _odds(table: Any, confidence: float) -> tuple[float | None, float | None, float | None]:
    """Return the sample odds ratio with its interval by the logarithm (Woolf)."""
    (a, b), (c, d) = table.astype(float)
    if min(a, b, c, d) == 0:
        return None, None, None
    ratio = a * d / (b * c)
    error = np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    reach = stats.norm.ppf((1 + confidence) / 2) * error
    return float(ratio), float(ratio * np.exp(-reach)), float(ratio * np.exp(reach))
