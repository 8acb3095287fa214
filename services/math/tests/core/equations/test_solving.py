from typing import Any

import pytest

from flowforge_math.core.equations.faults import MalformedEquation, NoMethod, UnknownsUnclear
from flowforge_math.core.equations.solution import Solution
from flowforge_math.core.equations.solving import Question, solve
from flowforge_math.core.expressions import (
    DisallowedExpression,
    MalformedExpression,
    NumberTooLarge,
    UndefinedResult,
    UnknownFunction,
    UnknownName,
)

DEFAULTS: dict[str, Any] = {
    "unknowns": (),
    "domain": "real",
    "method": "auto",
    "digits": 15,
    "search": (-100.0, 100.0),
}


def ask(*equations: str, **changes: Any) -> Solution:
    return solve(Question(equations=equations, **(DEFAULTS | changes)))


def exact(solution: Solution) -> list[list[str]]:
    return [[one.value.exact for one in point.values] for point in solution.solutions]


def doubles(solution: Solution) -> list[list[float | None]]:
    return [[one.value.real for one in point.values] for point in solution.solutions]


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        ("x^2 = 2", [["-sqrt(2)"], ["sqrt(2)"]]),
        ("x^2 - 4", [["-2"], ["2"]]),
        ("0.1*x = 0.3", [["3"]]),
        ("abs(x - 3) = 2", [["1"], ["5"]]),
        ("sqrt(x) = x - 2", [["4"]]),
        ("(x^2 - 1)/(x - 1) = 0", [["-1"]]),
        ("log(x) = 2", [["exp(2)"]]),
        ("2^x = 8", [["3"]]),
        ("x^2 = -1", []),
        ("1/x = 0", []),
    ],
)
def test_one_equation_is_solved_exactly_and_completely(equation: str, expected: list[list[str]]) -> None:
    solution = ask(equation)
    assert exact(solution) == expected
    assert (solution.method, solution.complete) == ("symbolic", True)
    assert solution.status == ("solved" if expected else "none")


def test_each_solution_has_four_forms() -> None:
    value = ask("x^2 = 2", digits=50).solutions[1].values[0].value
    assert (value.exact, value.latex) == ("sqrt(2)", r"\sqrt{2}")
    assert value.decimal == "1.4142135623730950488016887242096980785696718753769"  # A002193
    assert (value.real, value.imaginary) == (1.4142135623730951, 0.0)


def test_complex_solutions() -> None:
    solution = ask("x^2 + 2*x + 5 = 0", domain="complex")
    assert exact(solution) == [["-1 - 2*I"], ["-1 + 2*I"]]
    assert [point.values[0].value.imaginary for point in solution.solutions] == [-2.0, 2.0]


def test_families_of_solutions() -> None:
    assert {one.exact for one in ask("sin(x) = 0").families} == {"2*pi*n", "2*pi*n + pi"}
    assert [one.exact for one in ask("exp(x) = 5", domain="complex").families] == ["2*I*pi*n + log(5)"]


def test_parameters_stay_symbols() -> None:
    solution = ask("a*x + b = c", unknowns=("x",))
    assert exact(solution) == [["(-b + c)/a"]]
    assert solution.solutions[0].values[0].value.decimal is None


def test_systems() -> None:
    assert exact(ask("x + 2*y = 5", "3*x - y = 1")) == [["1", "2"]]
    assert len(ask("x^2 + y = 7", "x - y = 1").solutions) == 2
    assert ask("x + y = 1", "x + y = 2").status == "none"
    assert exact(ask("x + y = 1", "2*x + 2*y = 2")) == [["1 - y"]]
    assert ask("x = 1", "x = 2").status == "none"


def test_what_always_holds_is_said_to() -> None:
    assert ask("x = x").status == "all"
    assert ask("(x + 1)^2 = x^2 + 2*x + 1").status == "all"
    assert ask("x^2 >= 0").status == "all"


@pytest.mark.parametrize(
    ("equation", "root"),
    [
        ("cos(x) = x", 0.7390851332151607),  # A003957, the Dottie number
        ("x*exp(x) = 1", 0.5671432904097838),  # A030178, the omega constant
        ("x^x = 2 + 0*x", 1.5596104694623694),  # A030798
    ],
)
def test_published_roots_without_an_elementary_form(equation: str, root: float) -> None:
    found = [value for (value,) in doubles(ask(equation)) if value is not None]
    assert min(abs(value - root) for value in found) < 1e-14


def test_a_root_on_the_grid_and_roots_beside_poles() -> None:
    solution = ask("tan(x) = x", search=(-5.0, 5.0))
    assert [round(value or 0.0, 12) for (value,) in doubles(solution)] == [
        -4.493409457909,
        0.0,
        4.493409457909,
    ]
    assert (solution.method, solution.complete) == ("numeric", False)


def test_wilkinsons_polynomial_has_its_twenty_roots() -> None:
    """J. H. Wilkinson, "The perfidious polynomial" (1984): doubles lose half of them."""
    product = "*".join(f"(x - {root})" for root in range(1, 21))
    solution = ask(product, digits=30)
    assert [round(value or 0.0, 12) for (value,) in doubles(solution)] == [
        float(root) for root in range(1, 21)
    ]
    assert (solution.method, solution.complete) == ("numeric", True)


def test_the_interest_of_a_loan() -> None:
    """Thirty-six payments of 40 for 1,000: the polynomial has degree 37, and no closed form."""
    roots = [value for (value,) in doubles(ask("1000*x*(1+x)^36/((1+x)^36-1) = 40")) if value and value > 0]
    assert len(roots) == 1
    assert 1000 * roots[0] * (1 + roots[0]) ** 36 / ((1 + roots[0]) ** 36 - 1) == pytest.approx(40, rel=1e-12)


def test_a_system_without_closed_form_is_not_said_to_have_no_solution() -> None:
    solution = ask("x^2*y = 1", "x + y^2 = 3")
    assert solution.method == "numeric"
    assert len(solution.solutions) >= 2
    for x, y in doubles(solution):
        assert x is not None
        assert y is not None
        assert (x**2 * y, x + y**2) == (pytest.approx(1, rel=1e-12), pytest.approx(3, rel=1e-12))


@pytest.mark.parametrize(
    ("relations", "expected"),
    [
        (("x^2 < 4",), [("-2", "2", False, False)]),
        (("abs(x - 1) >= 2",), [(None, "-1", False, True), ("3", None, True, False)]),
        (("x > 1", "x <= 3"), [("1", "3", False, True)]),
        (("x > 3", "x < 1"), []),
    ],
)
def test_inequalities(
    relations: tuple[str, ...], expected: list[tuple[str | None, str | None, bool, bool]]
) -> None:
    found = [
        (one.low and one.low.exact, one.high and one.high.exact, one.low_included, one.high_included)
        for one in ask(*relations).intervals
    ]
    assert found == expected


def test_an_inequality_may_choose_among_solutions() -> None:
    assert exact(ask("x^2 = 9", "x > 1")) == [["3"]]


@pytest.mark.parametrize(
    ("equations", "changes"),
    [
        (("sin(x) > 0",), {}),
        (("exp(x) < x + 2",), {}),
        (("x < y",), {}),
        (("x < a",), {"unknowns": ("x",)}),
        (("x < 1",), {"domain": "complex"}),
        (("cos(x) = x",), {"method": "symbolic"}),
    ],
)
def test_what_cannot_be_answered_for_certain_is_refused(
    equations: tuple[str, ...], changes: dict[str, Any]
) -> None:
    with pytest.raises(NoMethod):
        ask(*equations, **changes)


@pytest.mark.parametrize(
    ("equation", "fault"),
    [
        ("x = = 1", MalformedEquation),
        ("x != 1", MalformedEquation),
        ("1 = 1", UnknownsUnclear),
        ("x + y = 1", UnknownsUnclear),
        ("2 * = 1", MalformedExpression),
        ("__import__('os').system('true') = 1", DisallowedExpression),
        ("x.is_real = 1", DisallowedExpression),
        ("Integer(1) = x", UnknownFunction),
        ("2j*x = 1", UnknownName),
        ("x/0 = 1", UndefinedResult),
        ("x % 2 = 1", UndefinedResult),
        ("9^9^9 = x", NumberTooLarge),
        ("x^1000000 = 1", NumberTooLarge),
        ("1e99999999*x = 1", NumberTooLarge),
    ],
)
def test_faulty_equations(equation: str, fault: type[Exception]) -> None:
    with pytest.raises(fault, match=r"equations|unknowns"):
        ask(equation)


def test_positions_count_in_the_whole_equation() -> None:
    with pytest.raises(MalformedExpression, match=r"'equations\[1\]' cannot be read at character 6"):
        ask("x = 1", "y = (")


def test_an_unknown_that_is_nowhere_is_named() -> None:
    with pytest.raises(UnknownsUnclear, match="it names 'y'"):
        ask("x = 1", unknowns=("y",))
