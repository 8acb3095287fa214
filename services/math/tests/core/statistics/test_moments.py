import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from flowforge_math.core.statistics.columns import CHUNK, Column, column_of
from flowforge_math.core.statistics.moments import moments_of

NIST = Path(__file__).parents[2] / "data" / "nist"
MakeColumn = Callable[..., Column]


@pytest.fixture
def make(tmp_path: Path) -> MakeColumn:
    return lambda values: column_of(list(values), tmp_path / "values")


def read(name: str) -> list[float]:
    return [float(line) for line in (NIST / f"{name}.csv").read_text().splitlines()[1:]]


def around(center: float, step: float) -> list[float]:
    """Make 1,001 values as NumAcc2, 3 and 4 have them: the middle, then low and high in turn."""
    low, middle, high = (round(center + place * step, 1) for place in (0, 1, 2))
    return [middle, *[low, high] * 500]


def agreeing_digits(actual: float | None, certified: float) -> float:
    """Return the log relative error, the number of digits that agree, 15 at the most."""
    assert actual is not None
    return 15.0 if actual == certified else min(15.0, -math.log10(abs(actual - certified) / abs(certified)))


# Mean and standard deviation as NIST certifies them to 15 digits. In NumAcc3 and 4 the standard deviation
# cannot agree in more: the data are no doubles, and lose what their first digits take up.
CERTIFIED = [
    ("lottery", lambda: read("lottery"), 518.958715596330, 291.699727470969, 14.5),
    ("lew", lambda: read("lew"), -177.435000000000, 277.332168044316, 14.5),
    ("mavro", lambda: read("mavro"), 2.00185600000000, 0.000429123454003053, 12.5),
    ("michelso", lambda: read("michelso"), 299.852400000000, 0.0790105478190518, 13.5),
    ("numacc1", lambda: [10_000_001.0, 10_000_003.0, 10_000_002.0], 10_000_002.0, 1.0, 15),
    ("numacc2", lambda: around(1.1, 0.1), 1.2, 0.1, 14.5),
    ("numacc3", lambda: around(1_000_000.1, 0.1), 1_000_000.2, 0.1, 9.4),
    ("numacc4", lambda: around(10_000_000.1, 0.1), 10_000_000.2, 0.1, 8.2),
]


@pytest.mark.parametrize(("name", "data", "mean", "deviation", "digits"), CERTIFIED)
def test_the_certified_values_of_nist(  # noqa: PLR0917 - the columns of the table
    make: MakeColumn, name: str, data: Callable[[], list[float]], mean: float, deviation: float, digits: float
) -> None:
    moments = moments_of(make(data()), 1)
    assert agreeing_digits(moments.mean, mean) >= 14.5, name
    assert agreeing_digits(moments.standard_deviation, deviation) >= digits, name


def test_skewness_and_kurtosis_are_those_of_spreadsheets(make: MakeColumn) -> None:
    """The example of Microsoft's documentation of SKEW and KURT, with its results."""
    moments = moments_of(make([3, 4, 5, 2, 3, 4, 5, 6, 4, 7]), 1)
    assert moments.skewness == pytest.approx(0.359543071, abs=5e-10)
    assert moments.kurtosis == pytest.approx(-0.151799637, abs=5e-10)


def test_pieces_make_no_difference(make: MakeColumn) -> None:
    values = np.random.default_rng(1).lognormal(size=3 * CHUNK + 17)
    moments = moments_of(make(values.tolist()), 1)
    assert moments.mean == pytest.approx(math.fsum(values) / len(values), rel=1e-15)
    assert moments.variance == pytest.approx(float(values.var(ddof=1)), rel=1e-13)
    scores = (values - values.mean()) / values.std()
    # The adjustment for the sample is negligible here: 6 / n.
    assert moments.skewness == pytest.approx(float((scores**3).mean()), rel=1e-4)
    assert moments.kurtosis == pytest.approx(float((scores**4).mean()) - 3, rel=1e-4)


def test_the_population_divides_by_n(make: MakeColumn) -> None:
    assert moments_of(make([2, 4, 4, 4, 5, 5, 7, 9]), 0).standard_deviation == 2.0


@pytest.mark.parametrize("factor", [1e-300, 1e300])
def test_large_and_tiny_numbers_do_not_overflow(make: MakeColumn, factor: float) -> None:
    moments = moments_of(make([factor, 2 * factor, 6 * factor]), 1)
    assert moments.mean == pytest.approx(3 * factor, rel=1e-15)
    assert moments.standard_deviation == pytest.approx(math.sqrt(7) * factor, rel=1e-15)
    assert moments.skewness == pytest.approx(6 / (14 / 3) ** 1.5 * math.sqrt(6), rel=1e-13)


def test_the_whole_range_of_doubles_has_a_mean(make: MakeColumn) -> None:
    largest = 1.7976931348623157e308
    moments = moments_of(make([largest, largest, -largest]), 1)
    assert moments.mean == pytest.approx(largest / 3, rel=1e-15)
    assert (moments.total, moments.variance) == (pytest.approx(largest, rel=1e-15), None)


@pytest.mark.parametrize(
    ("values", "undefined"),
    [
        ([5.0], {"variance", "standard_deviation", "skewness", "kurtosis"}),
        ([5.0, 6.0], {"skewness", "kurtosis"}),
        ([5.0, 6.0, 8.0], {"kurtosis"}),
        ([5.0] * 5, {"skewness", "kurtosis"}),
        ([0.0] * 5, {"skewness", "kurtosis"}),
    ],
)
def test_what_so_few_or_equal_values_do_not_define_is_none(
    make: MakeColumn, values: list[float], undefined: set[str]
) -> None:
    moments = moments_of(make(values), 1)
    fields = ("total", "minimum", "maximum", "mean", "variance", "standard_deviation", "skewness", "kurtosis")
    assert {name for name in fields if getattr(moments, name) is None} == undefined
