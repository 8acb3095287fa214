import pytest

from flowforge_math.core.evaluation import Evaluator, Given, Mode
from flowforge_math.core.expressions import (
    EvaluationTooLong,
    NumberTooLarge,
    ShapeMismatch,
    UndefinedResult,
    UnitMismatch,
    UnknownFunction,
    UnknownName,
)
from servicekit import OperationError


def text(expression: str, mode: Mode = "float", **variables: Given) -> str:
    return Evaluator(mode, variables=variables).evaluate(expression).text


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("[1, 2; 3, 4] * [5; 6]", "[17; 39]"),
        ("[1, 2; 3, 4] .* [2, 2; 2, 2]", "[2, 4; 6, 8]"),
        ("[1, 2; 3, 4]'", "[1, 3; 2, 4]"),
        ("2 .* 3 .^ 2 ./ 6", "3"),
        ("[1, 2; 3, 4]^3", "[37, 54; 81, 118]"),
        ("det([1, 2; 3, 4])", "-2"),
        ("inv([1, 2; 3, 4])", "[-2, 1; 3/2, -1/2]"),
        ("solve([2, 1; 1, 3], [3, 5])", "[4/5, 7/5]"),
        ("rank([1, 2; 2, 4])", "1"),
        ("trace([1, 2; 3, 4])", "5"),
        ("dot([1, 2, 3], [4, 5, 6])", "32"),
        ("cross([1, 0, 0], [0, 1, 0])", "[0, 0, 1]"),
        ("kron([1, 2], [1; 1])", "[1, 2; 1, 2]"),
        ("1:5", "[1, 2, 3, 4, 5]"),
        ("1:3:10", "[1, 4, 7, 10]"),
        ("5:-1:1", "[5, 4, 3, 2, 1]"),
        ("sum(1:100)", "5050"),
        ("mean([1, 2; 3, 6])", "3"),
        ("cumsum([1, 2, 3])", "[1, 3, 6]"),
        ("sort([3, 1, 2])", "[1, 2, 3]"),
        ("quantile([1, 2, 3, 4], 0.25)", "7/4"),
        ("[1, 2, 3][2]", "2"),
        ("[1, 2; 3, 4][2, :]", "[3, 4]"),
        ("[1, 2; 3, 4][:, 1]", "[1, 3]"),
        ("[1, 2; 3, 4][2, 1]", "3"),
        ("[10, 20, 30][2:3]", "[20, 30]"),
        ("size([1, 2, 3; 4, 5, 6])", "[2, 3]"),
        ("reshape(1:6, 2, 3)", "[1, 2, 3; 4, 5, 6]"),
        ("concat([1, 2], [3])", "[1, 2, 3]"),
        ("identity(2)", "[1, 0; 0, 1]"),
        ("diag([1, 2])", "[1, 0; 0, 2]"),
        ("linspace(0, 1, 3)", "[0, 1/2, 1]"),
        ("f(t) = t^2; f(3) + f(4)", "25"),
        ("a = 2; b = a^3; b - 1", "7"),
        ("sum(i, 1, 3, sum(j, 1, 3, i*j))", "36"),
        ("square(3) + cube(2) + pow(2, 3) + mod(7, 4)", "28"),
        ("variance(1, 2, 3, 4)", "5/3"),
        ("mode(3, 1, 3, 1)", "1"),
        ("is_prime(2^61 - 1)", "true"),
        ("bitand(12, 10) + bitor(12, 10) + bitxor(12, 10) + shift(1, 4)", "44"),
    ],
)
def test_matrices_ranges_and_own_functions_are_exact_in_fractions(expression: str, expected: str) -> None:
    assert text(expression, "fraction") == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("3 km to mile", "1.8641135767120018 mile"),
        ("60 km/h to m/s", "16.666666666666668 m/s"),
        ("20 degC to degF", "68 degF"),
        ("-40 degF to degC", "-40 degC"),
        ("20 °C to K", "293.15 K"),
        ("20 degC + 5 K", "25 degC"),
        ("30 degC - 20 degC", "10 K"),
        ("10 N * 2 m to J", "20 J"),
        ("sqrt(9 m^2)", "3.0 m"),
        ("1 GiB to MB", "1073.741824 MB"),
        ("1 in + 1 cm to mm", "35.4 mm"),
        ("10 m / (2 m)", "5.0"),
        ("5 kg in lb", "11.023113109243878 lb"),
        ("2 in in cm", "5.08 cm"),
        ("(1 ft + 2 in) in in", "14.0 in"),
        ("3 in * 2", "6 in"),
        ("5 m * 3 m", "15 m^2"),
        ("6 kg * 2 m / (3 s) / (1 s)", "4.0 kg*m/s^2"),
        ("8 W / (2 m)^2 / (1 K)", "2.0 W/(m^2*K)"),
        ("6 / (3 s)", "2.0 1/s"),
        ("3 m/s * 2 s", "6.0 m"),
        ("1 km / (1 m)", "1000.0"),
        ("2 h + 30 min", "2.5 h"),
        ("abs(-3 m)", "3 m"),
        ("5 acre to ha", "2.0234282112 ha"),
        ("1 lightyear to km", "9460730472580.8 km"),
        ("3 km > 2 mile", "false"),
        ("value(3 km, m)", "3000"),
        ("100 W * 24 h to kWh", "2.4 kWh"),
    ],
)
def test_units(expression: str, expected: str) -> None:
    assert text(expression) == expected


def test_variables_come_before_units_and_may_be_matrices() -> None:
    assert text("m * a", m=2, a=3) == "6"
    assert text("A' * A", "fraction", A=[[1, 2], [3, 4]]) == "[10, 14; 14, 20]"
    assert text("mean(v) + max(v)", "fraction", v=[1, 2, "1/2"]) == "19/6"
    assert text("d + 1 m", d="3 km") == "3.001 km"


def test_a_batch_keeps_what_it_defined() -> None:
    evaluator = Evaluator()
    assert evaluator.evaluate("f(x) = 2x + 1").text == "f(x)"
    assert evaluator.evaluate("k = f(3)").text == "7"
    assert evaluator.evaluate("k^2").value == 49


def test_matrices_of_decimals_and_of_doubles() -> None:
    assert Evaluator("decimal", digits=20).evaluate("std([2, 4, 4, 4, 5, 5, 7, 9])").text == (
        "2.1380899352993950775"  # sqrt(32/7)
    )
    outcome = Evaluator().evaluate("inv([4, 7; 2, 6])")
    assert outcome.kind == "matrix"
    assert outcome.matrix == [pytest.approx([0.6, -0.7]), pytest.approx([-0.2, 0.4])]


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("5 m + 3 s", UnitMismatch),
        ("5 m to kg", UnitMismatch),
        ("3 km to 2", UnitMismatch),
        ("20 degC * 2 m", UnitMismatch),
        ("20 degC + 20 degC", UnitMismatch),
        ("2^(3 m)", UnitMismatch),
        ("sin(3 m)", UndefinedResult),
        ("3 km + 1", UnitMismatch),
        ("100 USD", UnknownName),
        ("[1, 2] + [1, 2, 3]", ShapeMismatch),
        ("[1, 2; 3]", ShapeMismatch),
        ("[1, 2; 3, 4] * [1, 2, 3]", ShapeMismatch),
        ("det([1, 2, 3])", ShapeMismatch),
        ("[1, 2][3]", ShapeMismatch),
        ("5[1]", ShapeMismatch),
        ("1:100000", ShapeMismatch),
        ("inv([1, 2; 2, 4])", UndefinedResult),
        ("1 / [1, 2; 3, 4]", UndefinedResult),
        ("[1, 2; 3, 4]^0.5", UndefinedResult),
        ('"a" + 1', UndefinedResult),
        ("sum(i, 1, 9999999, i)", EvaluationTooLong),
        ("sum(i, 1, 1000, sum(j, 1, 1000, i*j))", EvaluationTooLong),
        ("f(x) = f(x - 1); f(3)", UnknownFunction),
        ("f(x) = x; f(1, 2)", UnknownFunction),
        ("sum(i, 1, 2.5, i)", UndefinedResult),
    ],
)
def test_what_cannot_be_combined_says_why(expression: str, fault: type[OperationError]) -> None:
    with pytest.raises(fault, match="'expression'"):
        text(expression)


def test_functions_of_functions_cannot_multiply_the_work() -> None:
    doubling = "; ".join(f"f{n}(x) = f{n - 1}(x) + f{n - 1}(x)" for n in range(1, 40))
    with pytest.raises(EvaluationTooLong):
        text(f"f0(x) = x + 1; {doubling}; f39(1)")


def test_sums_and_matrices_of_decimals() -> None:
    assert Evaluator("decimal", digits=10).evaluate("sum(i, 1, 100, i)").text == "5050"
    assert Evaluator("decimal", digits=10).evaluate("identity(2)*3").text == "[3, 0; 0, 3]"
    with pytest.raises(UndefinedResult):
        Evaluator("decimal").evaluate("sum(i, 1, 2.5, i)")


@pytest.mark.parametrize("expression", ["1e308 m * 1e308 m", "[1e308, 1] * 1e308"])
def test_an_overflow_inside_is_no_silent_infinity(expression: str) -> None:
    with pytest.raises(NumberTooLarge):
        text(expression)


def test_a_counting_name_with_a_value_is_refused() -> None:
    with pytest.raises(UndefinedResult, match="'x' counts in a sum"):
        text("sum(x, 1, 2, x)", x=3)
