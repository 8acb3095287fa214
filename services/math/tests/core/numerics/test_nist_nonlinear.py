"""NIST StRD, nonlinear regression: sets with short data, from both published starts."""

import pytest

from flowforge_math.core.numerics.fitting import fit
from flowforge_math.operations.numeric.fit import FitRequest

Set = tuple[
    str, list[float], list[float], tuple[tuple[float, ...], tuple[float, ...]], list[tuple[float, float]]
]
SETS: dict[str, Set] = {
    "DanWood": (
        "b1*x^b2",
        [1.309, 1.471, 1.490, 1.565, 1.611, 1.680],
        [2.138, 3.421, 3.597, 4.340, 4.882, 5.660],
        ((1, 5), (0.7, 4)),
        [(7.6886226176e-01, 1.8281973860e-02), (3.8604055871e00, 5.1726610913e-02)],
    ),
    "MGH09": (
        "b1*(x^2 + x*b2)/(x^2 + x*b3 + b4)",
        [4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625],
        [0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246],
        ((25, 39, 41.5, 39), (0.25, 0.39, 0.415, 0.39)),
        [
            (1.9280693458e-01, 1.1435312227e-02),
            (1.9128232873e-01, 1.9633220911e-01),
            (1.2305650693e-01, 8.0842031232e-02),
            (1.3606233068e-01, 9.0025542308e-02),
        ],
    ),
    "MGH10": (
        "b1*exp(b2/(x + b3))",
        [50 + 5 * step for step in range(16)],
        [
            *(34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744),
            *(8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872),
        ],
        ((2, 400000, 25000), (0.02, 4000, 250)),
        [
            (5.6096364710e-03, 1.5687892471e-04),
            (6.1813463463e03, 2.3309021107e01),
            (3.4522363462e02, 7.8486103508e-01),
        ],
    ),
    "Rat42": (
        "b1/(1 + exp(b2 - b3*x))",
        [9, 14, 21, 28, 42, 57, 63, 70, 79],
        [8.930, 10.800, 18.590, 22.330, 39.350, 56.110, 61.730, 64.620, 67.080],
        ((100, 1, 0.1), (75, 2.5, 0.07)),
        [
            (7.2462237576e01, 1.7340283401e00),
            (2.6180768402e00, 8.8295217536e-02),
            (6.7359200066e-02, 3.4465663377e-03),
        ],
    ),
    "Rat43": (
        "b1/((1 + exp(b2 - b3*x))^(1/b4))",
        [float(place) for place in range(1, 16)],
        [
            *(16.08, 33.83, 65.80, 97.20, 191.55, 326.20, 386.87, 520.53),
            *(590.03, 651.92, 724.93, 699.56, 689.96, 637.56, 717.41),
        ],
        ((100, 10, 1, 1), (700, 5, 0.75, 1.3)),
        [
            (6.9964151270e02, 1.6302297817e01),
            (5.2771253025e00, 2.0828735829e00),
            (7.5962938329e-01, 1.9566123451e-01),
            (1.2792483859e00, 6.8761936385e-01),
        ],
    ),
}


@pytest.mark.parametrize("start", [0, 1])
@pytest.mark.parametrize("name", list(SETS))
def test_parameters_and_errors_have_the_certified_digits(name: str, start: int) -> None:
    expression, x, y, starts, certified = SETS[name]
    guess = {f"b{place}": value for place, value in enumerate(starts[start], 1)}
    found = fit(FitRequest(x=x, y=y, expression=expression, start=guess))["parameters"]
    by_name = {one["name"]: (one["value"], one["standard_error"]) for one in found}
    for place, (value, error) in enumerate(certified, 1):
        assert by_name[f"b{place}"] == (pytest.approx(value, rel=1e-9), pytest.approx(error, rel=1e-9))
