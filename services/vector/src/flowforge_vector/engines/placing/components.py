"""Principal components: the directions in which points differ most."""

from dataclasses import dataclass

import numpy as np

from flowforge_vector.engines.models.port import Matrix


@dataclass(frozen=True, slots=True)
class Reduction:
    """A row for each point, and the part of the variance that each dimension explains, if known."""

    coordinates: Matrix
    explained: list[float] | None


def reduce(rows: Matrix, dimensions: int) -> Reduction:
    """Project *rows* on the directions in which they vary most (principal component analysis).

    The sign of a direction is arbitrary: its largest part is made positive, so that results repeat.
    """
    scale = float(np.abs(rows).max()) or 1.0
    centered = rows.astype(np.float64) / scale
    centered -= centered.mean(axis=0)
    left, lengths, axes = np.linalg.svd(centered, full_matrices=False)
    largest = np.abs(axes).argmax(axis=1)
    signs = np.where(axes[np.arange(len(axes)), largest] < 0, -1.0, 1.0)
    coordinates = (left * lengths * signs)[:, :dimensions] * scale
    total = float((lengths**2).sum())
    explained = (lengths[:dimensions] ** 2 / total).tolist() if total else [0.0] * dimensions
    return Reduction(coordinates, [round(one, 6) for one in explained])
