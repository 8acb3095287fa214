"""Nothing is called complete that is not: equations whose solutions are known, some with traps."""

import pytest

from flowforge_math.core.equations.solution import Solution
from flowforge_math.core.equations.solving import Question, solve


def ask(*equations: str, unknowns: tuple[str, ...] = ()) -> Solution:
    return solve(Question(equations, unknowns, "real", "auto", 15, (-100.0, 100.0)))


def numbers(solution: Solution) -> list[float]:
    return [one.value.real or 0.0 for point in solution.solutions for one in point.values]


@pytest.mark.parametrize(
    ("equation", "roots"),
    [
        ("log(x) + log(x-3) = log(10)", [5]),
        ("x^2/x = 0", []),
        ("exp(log(x)) = -2", []),
        ("2*log(x) = log(x+6)", [3]),
        ("asin(x) = 3", []),
        ("x*sqrt(x-2) = 0", [2]),
        ("x^(2/3) = 4", [8]),
        ("x*log(x) = 0", [1]),
        ("abs(x-4) = (x-1)/(x+2) + (x-3)/(x+1)", [-3, -1.4494897427831781, 3.4494897427831781, 4.8844837]),
        ("1/x = 0", []),
        ("sqrt(x) = -1", []),
        ("sqrt(x+1) + sqrt(x-1) = 2", [1.25]),
        ("sqrt(2x+3) = x", [3]),
        ("cbrt(x) = -2", [-8]),
        ("(x^2-1)/(x-1) = 2", []),
        ("1/(x-1) + 1/(x+1) = 2/(x^2-1)", []),
        ("exp(2x) - 3exp(x) + 2 = 0", [0, 0.6931471805599453]),
        ("4^x + 2^x = 6", [1]),
        ("2^x = 8", [3]),
        ("log(x, 2) = 3", [8]),
        ("log(x)^2 = 4", [0.1353352832366127, 7.38905609893065]),
        ("log(x^2) = 2", [-2.718281828459045, 2.718281828459045]),
        ("exp(x) = 0", []),
        ("x^2 + exp(x) = 0", []),
        ("x*exp(x) = 1", [0.5671432904097838]),
        ("cos(x) = x", [0.7390851332151607]),
        ("sin(x) = x", [0]),
        ("sinh(x) = 1", [0.881373587019543]),
        ("atan(x) = pi/4", [1]),
        ("acos(x) = 2*pi", []),
        ("abs(x) + abs(x-2) = 4", [-1, 3]),
        ("abs(abs(x) - 1) = 1", [-2, 0, 2]),
        ("max(x, 2) = 3", [3]),
        ("x^5 - x - 1 = 0", [1.1673039782614187]),
        ("x^4 = 16", [-2, 2]),
        ("x + sqrt(x) = 6", [4]),
        ("sqrt(x)*sqrt(x-3) = 2", [4]),
        ("x/(x-1) = 1/(x-1)", []),
        ("erf(x) = 0", [0]),
        ("x^2 = 0", [0]),
        ("(x-1)^3 = 0", [1]),
    ],
)
def test_all_roots_and_no_others(equation: str, roots: list[float]) -> None:
    solution = ask(equation)
    assert numbers(solution) == pytest.approx(roots, rel=1e-4)
    assert solution.complete
    assert solution.status == ("solved" if roots else "none")


@pytest.mark.parametrize(
    ("equation", "excluded"),
    [("x/x = 1", ["0"]), ("(x^2-9)/(x-3) = x+3", ["3"]), ("x^0.5*x^-0.5*0 = 0", [])],
)
def test_identities_carry_their_gaps(equation: str, excluded: list[str]) -> None:
    solution = ask(equation)
    assert [one.exact for one in solution.excluded] == excluded
    assert solution.complete
    if excluded:
        assert solution.status == "all"


@pytest.mark.parametrize(
    ("equation", "intervals"),
    [
        ("sqrt(x^2) = x", [("0", None)]),
        ("abs(x) + abs(x-1) = 1", [("0", "1")]),
        ("log(x) = log(x)", [("0", None)]),
        ("log(x^2) = 2*log(x)", [("0", None)]),
        ("log(x^2+2*x+1) = 2*log(x+1)", [("-1", None)]),
        ("log((x-1)*(x-2)) = log(x-1) + log(x-2)", [("2", None)]),
        ("log(2*x) = log(x) + log(2)", [("0", None)]),
        ("abs(x) = -x", [(None, "0")]),
        ("sqrt(x-1) = sqrt(x-1)", [("1", None)]),
    ],
)
def test_intervals_of_solutions_are_intervals(
    equation: str, intervals: list[tuple[str | None, str | None]]
) -> None:
    solution = ask(equation)
    found = [(one.low and one.low.exact, one.high and one.high.exact) for one in solution.intervals]
    assert found == intervals
    assert (solution.solutions, solution.complete) == ([], True)


@pytest.mark.parametrize(
    ("equation", "families"),
    [
        ("sin(x) = 0", {"2*pi*n", "2*pi*n + pi"}),
        ("cos(x) = 1", {"2*pi*n"}),
        ("tan(x) = 1", {"2*pi*n + pi/4", "2*pi*n + 5*pi/4"}),
        ("sin(2x) = cos(x)", {"2*pi*n + pi/2", "2*pi*n + 3*pi/2", "2*pi*n + pi/6", "2*pi*n + 5*pi/6"}),
    ],
)
def test_families_are_proven_in_one_period(equation: str, families: set[str]) -> None:
    solution = ask(equation)
    assert {one.exact for one in solution.families} == families
    assert solution.complete


def test_poles_are_no_solutions() -> None:
    solution = ask("tan(x)*cos(x) = 1")
    assert (solution.status, solution.complete) == ("none", True)


def test_what_has_no_end_is_not_called_complete() -> None:
    solution = ask("sin(1/x) = 0")
    assert not solution.complete
    assert all(abs((1 / one / 3.141592653589793) % 1 - 0.5) > 0.49 for one in numbers(solution))
    growing = ask("exp(x) = x^2")
    assert numbers(growing) == pytest.approx([-0.7034674224983917])  # -2 W(1/2)
    assert growing.complete_between is not None
    assert growing.complete_between.low < -1e18
    assert not growing.complete


@pytest.mark.parametrize(
    ("equation", "exact", "conditions"),
    [
        ("x/a = x", ["0"], {"a != 0", "a != 1"}),
        ("(x-a)/(x-b) = 0", ["a"], {"a != b"}),
        ("a*x + b = c", ["(-b + c)/a"], {"a != 0"}),
    ],
)
def test_conditions_on_parameters(equation: str, exact: list[str], conditions: set[str]) -> None:
    solution = ask(equation, unknowns=("x",))
    assert [point.values[0].value.exact for point in solution.solutions] == exact
    assert set(solution.conditions) == conditions


def test_a_root_of_a_parameter_needs_its_sign() -> None:
    solution = ask("sqrt(x) = k", unknowns=("x",))
    assert [point.values[0].value.exact for point in solution.solutions] == ["k**2"]
    assert any("0 <= k" in one or "k >= 0" in one for one in solution.conditions)


@pytest.mark.parametrize(
    ("inequality", "expected"),
    [
        ("x/x >= 1", [(None, "0"), ("0", None)]),
        ("sqrt(x) > -1", [("0", None)]),
        ("log(x) < 2", [("0", "exp(2)")]),
        ("1/x < 1", [(None, "0"), ("1", None)]),
        ("(x-1)/(x+2) <= 0", [("-2", "1")]),
        ("exp(x) > 1", [("0", None)]),
    ],
)
def test_inequalities_keep_to_the_domain(
    inequality: str, expected: list[tuple[str | None, str | None]]
) -> None:
    solution = ask(inequality)
    if solution.status == "all":
        assert [one.exact for one in solution.excluded] == ["0"]
        return
    assert [
        (one.low and one.low.exact, one.high and one.high.exact) for one in solution.intervals
    ] == expected


def test_a_system_keeps_to_the_domain() -> None:
    assert ask("x*y/x = 0", "x + y = 0").status == "none"
    assert numbers(ask("1/x + 1/y = 1", "x = y")) == [2, 2]
