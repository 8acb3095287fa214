"""NIST StRD, nonlinear regression: all 27 sets, from both published starts."""

import math
import re
from pathlib import Path
from typing import Any

import pytest

from flowforge_math.core.numerics.fitting import fit
from flowforge_math.operations.numeric.fit import FitForm

FOLDER = Path(__file__).parents[2] / "data" / "nist" / "nonlinear"
SETS = sorted(path.stem for path in FOLDER.glob("*.dat"))
DIGITS = 9
# Its residuals are those of data rounded to 13 digits: doubles hold no more of them.
ROUNDED = "Lanczos1"
_CERTIFIED = re.compile(r"^\s*(b\d)\s*=\s*(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s*$", re.MULTILINE)


def model_of(text: str) -> tuple[str, bool]:
    """Return the model in the grammar of expressions, and whether it is of the logarithm of y."""
    part = re.split("Starting [vV]alues", text[text.index("Model:") :])[0]
    side, formula = re.findall(r"^\s*(y|log\[y\])\s*=(.*?)\+\s*e\s*$", part, re.MULTILINE | re.DOTALL)[0]
    plain = " ".join(formula.split()).replace("[", "(").replace("]", ")").replace("**", "^")
    return plain.replace("arctan", "atan"), side != "y"


def body_of(name: str, start: int) -> tuple[dict[str, Any], dict[str, tuple[float, float]], float]:
    """Return the request of a set, the certified values and errors, and the certified sum of squares."""
    text = (FOLDER / f"{name}.dat").read_text(encoding="ascii")
    expression, logarithmic = model_of(text)
    rows = [list(map(float, line.split())) for line in text.splitlines()[60:] if line.strip()]
    y = [math.log(row[0]) if logarithmic else row[0] for row in rows]
    places = [f"x{number}" for number in range(1, len(rows[0]))] if len(rows[0]) > 2 else ["x"]
    data = {"y": y} | {place: [row[at] for row in rows] for at, place in enumerate(places, 1)}
    found = _CERTIFIED.findall(text)
    body = {
        "data": data,
        "predictors": places,
        "expression": expression,
        "start": {row[0]: float(row[start]) for row in found},
    }
    squares = re.search(r"Residual Sum of Squares:\s+(\S+)", text)
    assert squares is not None
    return body, {row[0]: (float(row[3]), float(row[4])) for row in found}, float(squares[1])


def digits(value: float, certified: float) -> float:
    """Return the log relative error."""
    return 15.0 if value == certified else -math.log10(abs(value - certified) / abs(certified))


def test_all_sets_are_here() -> None:
    assert len(SETS) == 27


@pytest.mark.parametrize("start", [1, 2])
@pytest.mark.parametrize("name", SETS)
def test_parameters_errors_and_residuals_have_the_certified_digits(name: str, start: int) -> None:
    body, certified, squares = body_of(name, start)
    found = fit(FitForm(**body))
    by_name = {one["name"]: one for one in found["parameters"]}
    assert by_name.keys() == certified.keys()
    for parameter, (value, error) in certified.items():
        assert digits(by_name[parameter]["value"], value) >= DIGITS
        if name != ROUNDED:
            assert digits(by_name[parameter]["standard_error"], error) >= DIGITS
    if name != ROUNDED:
        assert digits(found["residual_sum_of_squares"], squares) >= DIGITS
    assert found["warnings"] == []
