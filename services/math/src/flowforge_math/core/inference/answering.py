"""From the form of a test to its answer."""

import math
from typing import Any, Final

import numpy as np

from flowforge_math.core.inference.picking import run
from flowforge_math.core.inference.tests import Samples
from flowforge_math.core.samples.faults import SampleTooSmall, UnsuitableSamples
from flowforge_math.core.samples.reading import Data, complete_rows, read_data, same_length

MAX_SAMPLES: Final = 100


def answer_test(form: Any) -> dict[str, Any]:
    data = read_data(form)
    names, values = samples_of(form, data)
    samples = Samples(names, values, form.value, form.alternative, form.confidence)
    alpha = 1 - form.confidence
    verdict = run(samples, form.test, paired=form.paired, alpha=alpha)
    return {
        "test": verdict.test,
        "reason": verdict.reason,
        "sentence": verdict.sentence,
        "statistic": verdict.statistic if math.isfinite(verdict.statistic) else None,
        "p_value": verdict.p_value,
        "significant": verdict.p_value < alpha,
        "degrees_of_freedom": verdict.degrees_of_freedom,
        "effect_size": verdict.effect,
        "confidence_interval": verdict.interval,
        "assumptions": verdict.assumptions,
        "comparisons": verdict.comparisons,
        "samples": [_size(name, one) for name, one in zip(names, values, strict=True)],
        "warnings": [*data.warnings, *verdict.warnings],
    }


def samples_of(form: Any, data: Data) -> tuple[list[str], list[Any]]:
    """Return the samples by name: columns, or groups of one column."""
    if (form.value_column is None) != (form.group_column is None):
        raise UnsuitableSamples(
            field="value_column", reason="it needs 'group_column', and the other way round"
        )
    if form.value_column is not None:
        return _grouped(form, data)
    names = list(form.samples) or data.numeric_names()
    if not names:
        raise SampleTooSmall(field="samples", count=0, least=1, why=": no column holds numbers")
    columns = [data.numbers(name, "samples") for name in names[:MAX_SAMPLES]]
    if form.paired or form.test in ("paired_t", "wilcoxon"):
        same_length(data, names)
        return names, list(complete_rows(*columns))
    return names, [column[np.isfinite(column)] for column in columns]


def _grouped(form: Any, data: Data) -> tuple[list[str], list[Any]]:
    same_length(data, [form.value_column, form.group_column])
    values = data.numbers(form.value_column, "value_column")
    labels = data.labels(form.group_column, "group_column")
    names = sorted({label for label in labels if label is not None})
    if len(names) > MAX_SAMPLES:
        reason = f"it has {len(names)} groups, and {MAX_SAMPLES} are compared at the most"
        raise UnsuitableSamples(field="group_column", reason=reason)
    marks = np.array([label if label is not None else "" for label in labels], object)
    present = np.isfinite(values)
    return names, [values[(marks == name) & present] for name in names]


def _size(name: str, values: Any) -> dict[str, Any]:
    deviation = float(values.std(ddof=1)) if len(values) > 1 else None
    mean = float(values.mean()) if len(values) else 0.0
    return {"name": name, "count": len(values), "mean": mean, "standard_deviation": deviation}
