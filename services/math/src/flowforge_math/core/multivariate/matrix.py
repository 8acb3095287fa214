"""The complete rows of columns as a matrix, on their scales or on one."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from flowforge_math.core.samples.faults import ConstantSample, SampleTooSmall, UnsuitableSamples
from flowforge_math.core.samples.reading import read_data, same_length


@dataclass(frozen=True, slots=True)
class Points:
    """`values` are the complete rows on their own scales, `scaled` what is computed with."""

    names: list[str]
    values: Any
    scaled: Any
    rows: Any
    count: int
    warnings: list[str]


def points_of(form: Any, most: int, least: int) -> Points:
    """Return the rows with a number in each column. Raises the faults of samples."""
    data = read_data(form)
    names = list(form.columns) or data.numeric_names()
    if not names:
        raise SampleTooSmall(field="columns", count=0, least=1, why=": no column holds numbers")
    same_length(data, names)
    matrix = np.column_stack([data.numbers(name, "columns") for name in names])
    keep = np.isfinite(matrix).all(axis=1)
    values = matrix[keep]
    if len(values) < least:
        raise SampleTooSmall(field="columns", count=len(values), least=least, why=" in complete rows")
    if len(values) > most:
        reason = f"{len(values):,} rows are too many for this method, which takes {most:,}"
        raise UnsuitableSamples(field="method" if hasattr(form, "method") else "columns", reason=reason)
    spread = values.std(axis=0)
    if form.standardize:
        for name, one in zip(names, spread, strict=True):
            if one == 0:
                raise ConstantSample(field=name)
        scaled = (values - values.mean(axis=0)) / spread
    else:
        scaled = values - values.mean(axis=0)
    warnings = list(data.warnings)
    if not keep.all():
        warnings.append(f"{int((~keep).sum()):,} rows without a number in each column are left out.")
    return Points(names, values, scaled, np.flatnonzero(keep), len(matrix), warnings)
