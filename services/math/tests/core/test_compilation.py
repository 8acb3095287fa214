"""Expressions that are compiled answer what the tree answers: results, their kinds and their errors."""

import random
from collections.abc import Mapping

import pytest

from flowforge_math.core.algebras.compiled import compiled
from flowforge_math.core.algebras.doubles import REAL_FUNCTIONS
from flowforge_math.core.compilation import USES, compiled_of
from flowforge_math.core.evaluation import Evaluator
from flowforge_math.core.expressions import parse_program
from flowforge_math.core.expressions.functions import FUNCTIONS
from servicekit import OperationError

SHORT = 150
VALUES: Mapping[str, float | str] = {
    "x": 3.5,
    "y": -0.25,
    "n": 12,
    "m": -7,
    "b": True,
    "z": 0.0,
    "w": 0,
    "h": 1e300,
    "t": 1e-300,
    "l": 2**62,
}
LEAVES = [
    *VALUES,
    *VALUES,
    "1",
    "0",
    "2",
    "3.5",
    "0.1",
    "100",
    "1e308",
    "1e400",
    "pi",
    "e",
    "inf",
    "nan",
    "9",
    "q",
]
SIGNS = ["+", "-", "*", "/", "//", "%", "^", "**", "<", "<=", "==", "!=", ">", ">=", " and ", " or ", " mod "]
CALLS = sorted({*REAL_FUNCTIONS, "square", "cube", "pow", "mod", "sec", "prod", "std"} & FUNCTIONS.keys())


def written(choose: random.Random, depth: int) -> str:
    """Write an expression of the plain grammar."""
    if depth == 0 or choose.random() < 0.15:
        return choose.choice(LEAVES)

    def inner() -> str:
        return written(choose, depth - 1)

    kind = choose.choices(["sign", "call", "choice", "suffix", "minus"], [4, 3, 1, 1, 1])[0]
    if kind == "call":
        one = FUNCTIONS[choose.choice(CALLS)]
        arguments = [inner() for _ in range(choose.randint(max(one.least, 1), min(one.most, 3)))]
        return f"{one.name}({', '.join(arguments)})"
    suffix = choose.choice(["!", "%", "^2", "^-1", "^3", "^0"])
    return {
        "sign": f"({inner()}){choose.choice(SIGNS)}({inner()})",
        "choice": f"({inner()} ? {inner()} : {inner()})",
        "suffix": f"({inner()}){suffix}",
        "minus": f"-({inner()})",
    }[kind]


def told(evaluator: Evaluator, text: str) -> str:
    try:
        return repr(evaluator.evaluate(text))
    except OperationError as error:
        return f"{error.code} {error.text}"


def compare(seed: int, count: int) -> None:
    choose = random.Random(seed)  # noqa: S311 - the same texts at every run
    compiled_ones = 0
    for _ in range(count):
        text = written(choose, 4)[:SHORT]
        by_tree = told(Evaluator(variables=VALUES), text)
        for _ in range(USES - 1):
            compiled_of(text)
        compiled_ones += compiled_of(text) is not None
        assert told(Evaluator(variables=VALUES), text) == by_tree, text
    assert compiled_ones > count / 3


def test_compiled_expressions_answer_what_the_tree_answers() -> None:
    compare(1, 1_500)


@pytest.mark.deep
def test_many_compiled_expressions_answer_what_the_tree_answers() -> None:
    for seed in range(2, 7):
        compare(seed, 6_000)


@pytest.mark.parametrize(
    "text",
    ["9^9^9", "n^n^n^n", "factorial(10^7)", "(l*l)^200", "2^n^4", "comb(10^9, 10^8)", "l^200 * l^200"],
)
def test_what_is_too_large_stays_refused(text: str) -> None:
    evaluator = Evaluator(variables=VALUES)
    answers = {told(evaluator, text) for _ in range(USES + 2)}
    assert len(answers) == 1
    assert answers.pop().startswith("NUMBER_TOO_LARGE")


def test_whole_numbers_that_are_large_are_computed_by_the_tree() -> None:
    evaluator = Evaluator(variables={"l": "10^4000"})
    answers = {told(evaluator, "l*l*l") for _ in range(USES + 2)}
    assert len(answers) == 1
    assert answers.pop().startswith("NUMBER_TOO_LARGE")


def test_a_compiled_function_knows_only_what_it_was_given() -> None:
    function = compiled(parse_program("sin(x) + max(y, 2)^n", "expression")[0].expression)
    assert function is not None
    assert set(function.function.__code__.co_names) == {"call_sin", "call_max", "power"}
    assert function.function.__globals__["__builtins__"] == {}


@pytest.mark.parametrize("text", ["[1, 2]", "3 km", "sum(i, 1, 3, i)", "sec(x)", "f(x)", "1:3", "'a'", "i"])
def test_everything_else_is_left_to_the_tree(text: str) -> None:
    evaluator = Evaluator(variables={"x": 1.0})
    assert len({told(evaluator, text) for _ in range(USES + 2)}) == 1


def test_own_names_and_functions_hold_for_compiled_expressions_too() -> None:
    for _ in range(USES + 1):
        Evaluator(variables={"x": 2.0}).evaluate("square(x) + 1")
    evaluator = Evaluator(variables={"x": 2.0})
    evaluator.evaluate("x = 5")
    assert evaluator.evaluate("square(x) + 1").value == 26
    evaluator.evaluate("square(t) = t")
    assert evaluator.evaluate("square(x) + 1").value == 6
