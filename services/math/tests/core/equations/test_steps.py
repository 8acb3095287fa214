"""Steps lead to the very solutions, and are left out where pupils have no way."""

import pytest

from flowforge_math.core.equations.solving import Question, solve


def steps(equation: str) -> list[str]:
    return solve(
        Question(
            equations=(equation,),
            unknowns=("x",),
            domain="real",
            method="auto",
            digits=15,
            search=(-100, 100),
        )
    ).steps


@pytest.mark.parametrize(
    ("equation", "last", "count"),
    [
        ("2x + 3 = 7", "Divide both sides by 2: x = 2.", 3),
        ("x/2 + 1/3 = 1", "Divide both sides by 3: x = 4/3.", 4),
        ("x = 5", "Add 5 on both sides: x = 5.", 2),
        ("x^2 = 2", "Take the square root of both sides: x = ±sqrt(2), so x = -sqrt(2) or x = sqrt(2).", 3),
        ("x^2 + 1 = 0", "A square is never negative: there is no real solution.", 3),
        (
            "x^2 - 3x - 1 = 0",
            "x = (-b ± sqrt(13))/(2*a), so x = 3/2 - sqrt(13)/2 or x = 3/2 + sqrt(13)/2.",
            4,
        ),
        ("x^2 + x + 1 = 0", "It is negative: there is no real solution.", 4),
        ("x^2 - 5x + 6 = 0", "x - 2 = 0: x = 2.", 5),
        ("x^2 + 2x + 1 = 0", "x + 1 = 0: x = -1.", 4),
        ("x^3 - x = 0", "x + 1 = 0: x = -1.", 6),
        ("x^4 - 5x^2 + 4 = 0", "x + 2 = 0: x = -2.", 7),
        ("x^2/x = 0", "x = 0 lies outside the domain of the equation: it is no solution.", 2),
        ("(x^2 - 1)/(x - 1) = 3", "x = 1 lies outside the domain of the equation: it is no solution.", 7),
    ],
)
def test_the_way_on_paper(equation: str, last: str, count: int) -> None:
    found = steps(equation)
    assert (found[-1], len(found)) == (last, count), found


def test_a_denominator_is_multiplied_away() -> None:
    found = steps("1/(x - 1) = 2")
    assert found[0] == "Multiply both sides by x - 1, which must not be 0."
    assert found[-1].endswith("x = 3/2.")


@pytest.mark.parametrize("equation", ["x^5 - x - 1 = 0", "sin(x) = 0", "2^x = 8", "x = x", "x^3 - 2 = 0"])
def test_others_have_none(equation: str) -> None:
    assert steps(equation) == []
