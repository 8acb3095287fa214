"""Analysis of variance with one or two factors, by least squares on the groups."""

from itertools import product
from typing import Any, Final

import numpy as np
import scipy.stats

from flowforge_math.core.samples.faults import ConstantSample, SampleTooSmall, UnsuitableSamples
from flowforge_math.core.samples.reading import read_data, same_length

stats: Any = scipy.stats
MAX_LEVELS: Final = 50
MAX_CELLS: Final = 10_000_000


def answer(form: Any) -> dict[str, Any]:
    data = read_data(form)
    same_length(data, [form.value, *form.factors])
    values = data.numbers(form.value, "value")
    labels = [np.array(data.labels(name, "factors"), object) for name in form.factors]
    keep = np.isfinite(values)
    for one in labels:
        keep &= np.array([label is not None for label in one])
    values, labels = values[keep], [one[keep] for one in labels]
    levels = [_levels(name, one) for name, one in zip(form.factors, labels, strict=True)]
    if len(values) and np.ptp(values) == 0:
        raise ConstantSample(field=form.value)
    codes = [_effects(one, known) for one, known in zip(labels, levels, strict=True)]
    cells = _cells(values, labels, levels)
    warnings = list(data.warnings)
    terms = _terms(form, codes, cells, warnings)
    table, error = _table(values, terms)
    alpha = 1 - form.confidence
    for row in table:
        row["significant"] = row["p_value"] is not None and row["p_value"] < alpha
    counts = {cell["count"] for cell in cells}
    return {
        "sentence": _sentence(table, form.value),
        "effects": table,
        "residual_sum_of_squares": error[0],
        "residual_degrees_of_freedom": error[1],
        "total_sum_of_squares": float(((values - values.mean()) ** 2).sum()),
        "r_squared": 1 - error[0] / float(((values - values.mean()) ** 2).sum()),
        "rows": len(values),
        "balanced": len(counts) == 1,
        "cells": cells,
        "warnings": warnings,
    }


def _levels(name: str, labels: Any) -> list[str]:
    known = sorted(set(labels))
    if not 2 <= len(known) <= MAX_LEVELS:  # noqa: PLR2004 - groups are compared
        reason = f"'{name}' has {len(known)} different values; 2 to {MAX_LEVELS} are allowed"
        raise UnsuitableSamples(field="factors", reason=reason)
    return known


def _effects(labels: Any, known: list[str]) -> Any:
    """Return a column for each level but the last, which is the negative of all others."""
    last = (labels == known[-1]).astype(float)
    return np.column_stack([(labels == level).astype(float) - last for level in known[:-1]])


def _cells(values: Any, labels: list[Any], levels: list[list[str]]) -> list[dict[str, Any]]:
    cells = []
    for chosen in product(*levels):
        inside = np.logical_and.reduce([one == level for one, level in zip(labels, chosen, strict=True)])
        found = values[inside]
        deviation = float(found.std(ddof=1)) if len(found) > 1 else None
        mean = float(found.mean()) if len(found) else None
        cells.append(
            {"levels": list(chosen), "count": len(found), "mean": mean, "standard_deviation": deviation}
        )
    return cells


Terms = list[tuple[str, Any]]


def _terms(form: Any, codes: list[Any], cells: list[dict[str, Any]], warnings: list[str]) -> Terms:
    terms: Terms = list(zip(form.factors, codes, strict=True))
    if len(codes) == 1 or not form.interaction:
        return terms
    if any(cell["count"] == 0 for cell in cells):
        warnings.append("Some combinations of levels have no rows: the interaction is left out.")
        return terms
    if all(cell["count"] == 1 for cell in cells):
        warnings.append("Each combination of levels has one row: the interaction cannot be told from chance.")
        return terms
    first, second = codes
    crossed = (first[:, :, None] * second[:, None, :]).reshape(len(first), -1)
    if crossed.size > MAX_CELLS:
        raise UnsuitableSamples(field="factors", reason="they have too many combinations for so many rows")
    return [*terms, (f"{form.factors[0]} x {form.factors[1]}", crossed)]


def _table(values: Any, terms: Terms) -> tuple[list[dict[str, Any]], tuple[float, int]]:
    """Return sums of squares of type II: each term after all that do not contain it."""
    squares, rank = _rest(values, [codes for _, codes in terms])
    freedom = len(values) - rank
    if freedom < 1:
        raise SampleTooSmall(field="value", count=len(values), least=rank + 1, why=" for these groups")
    rows = []
    for place, (name, _) in enumerate(terms):
        others = [codes for at, (_, codes) in enumerate(terms) if at != place and not (at == 2 and place < 2)]  # noqa: PLR2004 - the interaction contains both
        both = [*others, terms[place][1]]
        without, with_it = _rest(values, others), _rest(values, both)
        gained, degrees = max(without[0] - with_it[0], 0.0), with_it[1] - without[1]
        ratio = gained / degrees / (squares / freedom) if degrees and squares > 0 else None
        rows.append(
            {
                "source": name,
                "sum_of_squares": gained,
                "degrees_of_freedom": degrees,
                "f": ratio,
                "p_value": float(stats.f.sf(ratio, degrees, freedom)) if ratio is not None else None,
                "partial_eta_squared": gained / (gained + squares) if gained + squares > 0 else None,
            }
        )
    return rows, (squares, freedom)


def _rest(values: Any, codes: list[Any]) -> tuple[float, int]:
    """Return the residual sum of squares of a model with a mean, and its number of parameters."""
    centered = values - values.mean()
    matrix = np.column_stack([np.ones(len(values)), *codes])
    weights, _, rank, _ = np.linalg.lstsq(matrix, centered, rcond=None)
    rest = centered - matrix @ weights
    return float(rest @ rest), int(rank)


def _sentence(table: list[dict[str, Any]], value: str) -> str:
    found = [row["source"] for row in table if row["significant"]]
    if not found:
        return f"No factor has a detectable effect on {value}."
    listed = ", ".join(f"{row['source']} (p = {row['p_value']:.3g})" for row in table if row["significant"])
    return f"{value} differs detectably by {listed}."
