"""NIST StRD, linear regression: all eleven sets."""

import csv
import re
from pathlib import Path
from typing import Any

import pytest
import scipy.stats
import statsmodels.datasets.longley  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.inference.regressing import answer
from flowforge_math.operations.statistics.regression import RegressionForm

NORRIS = Path(scipy.stats.__file__).parent / "tests" / "data" / "nist_linregress" / "Norris.dat"
FOLDER = Path(__file__).parents[2] / "data" / "nist"
# Each coefficient with its standard error, from the constant term up; then the residual sum of squares.
FILIP = (
    (-1467.48961422980, 298.084530995537),
    (-2772.17959193342, 559.779865474950),
    (-2316.37108160893, 466.477572127796),
    (-1127.97394098372, 227.204274477751),
    (-354.478233703349, 71.6478660875927),
    (-75.1242017393757, 15.2897178747400),
    (-10.8753180355343, 2.23691159816033),
    (-1.06221498588947, 0.221624321934227),
    (-0.670191154593408e-01, 0.142363763154724e-01),
    (-0.246781078275479e-02, 0.535617408889821e-03),
    (-0.402962525080404e-04, 0.896632837373868e-05),
)
PONTIUS = (
    (0.673565789473684e-03, 0.107938612033077e-03),
    (0.732059160401003e-06, 0.157817399981659e-09),
    (-0.316081871345029e-14, 0.486652849992036e-16),
)
DELTAS = (
    *(759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048, 2048),
    *(-2048, 1838, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 759),
)
LONGLEY = {
    "(intercept)": (-3482258.63459582, 890420.383607373),
    "GNPDEFL": (15.0618722713733, 84.9149257747669),
    "GNP": (-0.358191792925910e-01, 0.334910077722432e-01),
    "UNEMP": (-2.02022980381683, 0.488399681651699),
    "ARMED": (-1.03322686717359, 0.214274163161675),
    "POP": (-0.511041056535807e-01, 0.226073200069370),
    "YEAR": (1829.15146461355, 455.478499142212),
}


def fitted(data: dict[str, Any], **changes: Any) -> tuple[dict[str, tuple[float, float]], dict[str, Any]]:
    """Return each coefficient with its standard error, and the whole answer."""
    body = {"target": "y", "predictors": ["x"], **changes}
    found = answer(RegressionForm(data=data, **body))
    return {one["name"]: (one["value"], one["standard_error"]) for one in found["coefficients"]}, found


def test_longley() -> None:
    frame = statsmodels.datasets.longley.load_pandas().data
    data = {name: frame[name].tolist() for name in frame.columns}
    names = [name for name in data if name != "TOTEMP"]
    found, whole = fitted(data, target="TOTEMP", predictors=names)
    for name, (value, error) in LONGLEY.items():
        assert found[name] == (pytest.approx(value, rel=1e-10), pytest.approx(error, rel=1e-10))
    assert whole["residual_standard_deviation"] == pytest.approx(304.854073561965, rel=1e-10)
    assert whole["r_squared"] == pytest.approx(0.995479004577296, rel=1e-10)


def test_norris() -> None:
    text = NORRIS.read_text(encoding="ascii")
    certified = re.findall(r"^\s+B[01]\s+(\S+)\s+(\S+)", text, re.MULTILINE)
    rows = [line.split() for line in text.splitlines()[60:] if line.strip()]
    found, _ = fitted({"x": [float(row[1]) for row in rows], "y": [float(row[0]) for row in rows]})
    for (value, error), name in zip(certified, ("(intercept)", "x"), strict=True):
        assert found[name] == (pytest.approx(float(value), rel=1e-10), pytest.approx(float(error), rel=1e-10))


@pytest.mark.parametrize(
    ("x", "y", "value", "error", "deviation"),
    [
        (range(60, 71), range(130, 141), 2.07438016528926, 0.165289256198347e-01, 3.56753034006338),
        ((4, 5, 6), (3, 4, 4), 0.727272727272727, 0.420827318078432e-01, 0.369274472937998),
    ],
)
def test_without_intercept(x: Any, y: Any, value: float, error: float, deviation: float) -> None:
    """NoInt1 and NoInt2."""
    found, whole = fitted({"x": list(map(float, x)), "y": list(map(float, y))}, intercept=False)
    assert list(found["x"]) == pytest.approx([value, error], rel=1e-12)
    assert whole["residual_standard_deviation"] == pytest.approx(deviation, rel=1e-12)


@pytest.mark.parametrize("name", ["Wampler1", "Wampler2", "Wampler3", "Wampler4", "Wampler5"])
def test_wampler(name: str) -> None:
    """Polynomials of degree 5: in the later sets the noise is up to 10,000 times the signal."""
    weights = [0.1**power for power in range(6)] if name == "Wampler2" else [1.0] * 6
    noise = {"Wampler3": 1, "Wampler4": 100, "Wampler5": 10_000}.get(name, 0)
    x = list(range(21))
    y = [
        round(sum(weight * place**power for power, weight in enumerate(weights)) + noise * delta, 5)
        for place, delta in zip(x, DELTAS, strict=True)
    ]
    found, whole = fitted({"x": x, "y": y}, model="polynomial", degree=5)
    assert [value for value, _ in found.values()] == pytest.approx(weights, rel=1e-9)
    certified = 2360.14502379268 * noise
    assert whole["residual_standard_deviation"] == pytest.approx(certified, rel=1e-10, abs=1e-8)


@pytest.mark.parametrize(
    ("name", "certified", "squares"),
    [("filip", FILIP, 0.795851382172941e-03), ("pontius", PONTIUS, 0.155761768796992e-05)],
)
def test_polynomials_of_nearly_dependent_powers(
    name: str, certified: tuple[tuple[float, float], ...], squares: float
) -> None:
    with (FOLDER / f"{name}.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    data = {column: [float(row[column]) for row in rows] for column in ("x", "y")}
    found, whole = fitted(data, model="polynomial", degree=len(certified) - 1)
    for pair, (value, error) in zip(found.values(), certified, strict=True):
        assert pair == (pytest.approx(value, rel=1e-13), pytest.approx(error, rel=1e-13))
    freedom = len(rows) - len(certified)
    assert whole["residual_standard_deviation"] ** 2 * freedom == pytest.approx(squares, rel=1e-13)
