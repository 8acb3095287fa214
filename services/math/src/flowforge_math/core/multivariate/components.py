"""Principal components by singular values."""

from typing import Any, Final

import numpy as np

from flowforge_math.core.multivariate.matrix import points_of
from flowforge_math.core.samples.faults import ConstantSample, UnsuitableSamples

MOST_ROWS: Final = 100_000


def answer(form: Any) -> dict[str, Any]:
    points = points_of(form, MOST_ROWS, 2)
    if len(points.names) < 2:  # noqa: PLR2004 - one column is its own component
        raise UnsuitableSamples(field="columns", reason="2 columns or more are needed")
    if not points.scaled.any():
        raise ConstantSample(field=points.names[0])
    left, sizes, right = np.linalg.svd(points.scaled, full_matrices=False)
    signs = np.sign(right[np.arange(len(right)), np.abs(right).argmax(axis=1)])
    left, right = left * signs, right * signs[:, None]  # the largest weight is positive
    degrees = len(points.scaled) - (0 if form.standardize else 1)
    variances = sizes**2 / degrees
    shares = variances / variances.sum()
    count = _count(form, shares)
    scores: list[list[float] | None] = [None] * points.count
    if form.scores:
        for row, values in zip(points.rows, (left * sizes)[:, :count].tolist(), strict=True):
            scores[int(row)] = values
    return {
        "components": [
            {
                "variance": float(variances[at]),
                "share": float(shares[at]),
                "cumulative_share": float(shares[: at + 1].sum()),
                "weights": {name: float(one) for name, one in zip(points.names, right[at], strict=True)},
            }
            for at in range(count)
        ],
        "scores": scores if form.scores else [],
        "rows": len(points.scaled),
        "columns": points.names,
        "warnings": points.warnings,
    }


def _count(form: Any, shares: Any) -> int:
    if form.components is not None:
        return min(int(form.components), len(shares))
    if form.share is not None:
        return min(int(np.searchsorted(np.cumsum(shares), form.share - 1e-12)) + 1, len(shares))
    return len(shares)
