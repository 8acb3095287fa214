import random

import pytest

from flowforge_math.core.evaluation import Domain, Evaluator, Mode
from servicekit import OperationError

PIECES = [
    *("1", "0", "9", "2j", "0.1", "1e300", "1e-300", "0xf", "pi", "e", "i", "inf", "nan", "true", "x"),
    *(
        "+",
        "-",
        "*",
        "/",
        "//",
        "%",
        "^",
        "**",
        "<",
        "==",
        ",",
        " and ",
        " or ",
        "not ",
        " if ",
        " else ",
        " ",
    ),
    *("(", ")", "round(", "log(", "exp(", "tan(", "atan2(", "factorial(", "comb(", "gcd(", "lcm(", "clamp("),
    *(
        "[1, 2; 3, 4]",
        "[1, 2]",
        "1:3",
        "3 km",
        "degC",
        " to ",
        ".*",
        ".^",
        "!",
        "%",
        "'",
        "[1]",
        ";",
        "=",
        "f(t)=t^2;",
        "f(",
    ),
    *(
        "sum(i, 1, 3, i",
        "det(",
        "inv(",
        "std(",
        "sort(",
        "norm(",
        "is_prime(",
        "linspace(",
        "value(",
        "?",
        ":",
    ),
    *("max(", "median(", "gamma(", "erf(", "cbrt(", "acosh(", "arg(", "or", "in", "_", ".", "'", "é"),
]


def answer(evaluator: Evaluator, text: str) -> str:
    try:
        return evaluator.evaluate(text).text
    except OperationError as error:
        return error.text


@pytest.mark.parametrize("domain", ["real", "complex"])
@pytest.mark.parametrize("mode", ["float", "decimal", "fraction"])
def test_any_text_has_a_result_or_a_declared_fault(mode: Mode, domain: Domain) -> None:
    """Well-formed and senseless texts alike: no other exception, no warning, no hang."""
    choose = random.Random(20260701)  # noqa: S311 - the same texts at every run
    evaluator = Evaluator(mode, domain, 30, {"x": "-2.5"})
    answers = []
    for _ in range(3_000):
        text = "".join(choose.choices(PIECES, k=choose.randint(1, 9)))
        text += ")" * max(text.count("(") - text.count(")"), 0)
        answers.append(answer(evaluator, text))
    faults = [text for text in answers if text.startswith("'expression' ")]
    assert all(answers)
    assert len(answers) - len(faults) > 50


def test_any_call_of_any_numbers_has_a_result_or_a_declared_fault() -> None:
    choose = random.Random(7)  # noqa: S311 - the same texts at every run
    numbers = ["0", "-1", "2.5", "1e308", "-1e-308", "inf", "nan", "true", "10^40", "i", "(1-i)", "1/0.3"]
    for mode in ("float", "decimal"):
        evaluator = Evaluator(mode, "complex", 5)
        for _ in range(1_500):
            operator = choose.choice(["+", "-", "*", "/", "//", "%", "^", "<", "=="])
            function = choose.choice([piece for piece in PIECES if piece.endswith("(")])
            arguments = ", ".join(choose.choices(numbers, k=choose.randint(1, 3)))
            assert answer(evaluator, f"{function}{arguments}) {operator} {choose.choice(numbers)}")
