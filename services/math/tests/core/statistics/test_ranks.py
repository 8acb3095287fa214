from pathlib import Path

import numpy as np
import pytest

from flowforge_math.core.statistics import ranks
from flowforge_math.core.statistics.columns import CHUNK, column_of

FRACTIONS = [0.0, 0.001, 0.05, 0.25, 1 / 3, 0.5, 0.75, 0.95, 0.999, 1.0]


def make_normal() -> list[float]:
    return np.random.default_rng(2).normal(0, 1e3, 2 * CHUNK + 5).tolist()


def make_awkward() -> list[float]:
    special = [0.0, -0.0, 5e-324, -5e-324, 1.7976931348623157e308, -1.7976931348623157e308, 1.0, 1.0 + 2**-52]
    return special * 30_000


def make_dice() -> list[float]:
    return [float(face) for face in np.random.default_rng(3).integers(1, 7, CHUNK + 1)]


@pytest.mark.parametrize("values", [make_normal(), make_awkward(), make_dice(), [3.0], [1.0, 2.0]])
def test_quantiles_are_exact_in_memory_and_on_disk(
    values: list[float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    column = column_of([None, *values], tmp_path / "values")
    ordered = np.sort(values)
    wanted = {0, len(values) // 3, len(values) // 2, len(values) - 1}
    expected = {rank: ordered[rank] for rank in wanted}
    assert ranks.values_at(column, wanted) == expected
    monkeypatch.setattr(ranks, "SORTED_IN_MEMORY", 0)  # a limit, to take the path of long columns
    assert ranks.values_at(column, wanted) == expected


def test_quantiles_interpolate_as_numpy_and_spreadsheets_do(tmp_path: Path) -> None:
    values = make_normal()
    column = column_of(list(values), tmp_path / "values")
    assert ranks.quantiles_of(column, FRACTIONS) == np.quantile(values, FRACTIONS).tolist()


def test_a_range_wider_than_doubles_is_interpolated(tmp_path: Path) -> None:
    largest = 1.7976931348623157e308
    column = column_of([-largest, largest], tmp_path / "values")
    assert ranks.quantiles_of(column, [0, 0.5, 1]) == [-largest, 0.0, largest]
