from pathlib import Path

import numpy as np
import pytest

from flowforge_math.core.statistics.columns import CHUNK, column_of
from flowforge_math.core.statistics.summary import Bin, Options, Outlier, Summary, summarize

OPTIONS = Options(percentiles=(10, 90), bins=4, iqr_factor=1.5, z_threshold=3, degrees_of_freedom=1)


def summary(values: list[float | None], folder: Path, options: Options = OPTIONS) -> Summary:
    return summarize(column_of(values, folder / "values"), options)


def test_rows_without_a_number_are_counted_and_left_out(tmp_path: Path) -> None:
    one = summary([1.0, None, 3.0, float("inf"), None], tmp_path)
    assert (one.rows, one.count, one.missing, one.invalid) == (5, 2, 2, 1)
    assert (one.median, one.moments.mean) == (2.0, 2.0)


def test_the_histogram_counts_every_value_once(tmp_path: Path) -> None:
    one = summary([0.0, 1.0, 1.0, 2.0, 3.0, 4.0], tmp_path)
    assert one.histogram == [Bin(0, 1, 1), Bin(1, 2, 2), Bin(2, 3, 1), Bin(3, 4, 2)]


def test_equal_values_have_one_bin(tmp_path: Path) -> None:
    assert summary([7.0] * 3, tmp_path).histogram == [Bin(7, 7, 3)]


def test_the_least_of_the_most_frequent_is_the_mode(tmp_path: Path) -> None:
    one = summary([3.0, 3.0, 1.0, 1.0, 2.0], tmp_path)
    assert (one.distinct, one.mode, one.mode_count) == (3, 1.0, 2)


def test_many_different_values_have_no_mode(tmp_path: Path) -> None:
    one = summary([float(number) for number in range(70_000)], tmp_path)
    assert (one.distinct, one.mode, one.mode_count) == (None, None, None)


def test_outliers_are_counted_and_the_furthest_listed_with_their_rows(tmp_path: Path) -> None:
    values: list[float | None] = [*range(10, 20), None, 100, -50]  # type: ignore[list-item] # whole floats
    outliers = summary(values, tmp_path).outliers
    assert (outliers.below, outliers.above, outliers.beyond_z) == (1, 1, 0)
    assert outliers.furthest == [Outlier(12, 100.0), Outlier(13, -50.0)]


def test_z_scores_count_what_lies_far_from_the_mean(tmp_path: Path) -> None:
    values = np.random.default_rng(4).normal(size=CHUNK + 100)
    expected = int((np.abs(values - values.mean()) > 3 * values.std(ddof=1)).sum())
    assert summary(values.tolist(), tmp_path).outliers.beyond_z == expected


def test_the_widest_range_has_finite_figures(tmp_path: Path) -> None:
    one = summary([-1.7e308, 1.7e308, 0.0], tmp_path)
    assert sum(part.count for part in one.histogram) == 3
    assert one.moments.variance is None


@pytest.mark.parametrize("percent", [10, 90])
def test_percentiles_stand_under_their_percent(tmp_path: Path, percent: float) -> None:
    one = summary([float(number) for number in range(101)], tmp_path)
    assert {part.percent: part.value for part in one.percentiles}[percent] == percent
