import pytest

from flowforge_math.core.algebras.doubles import Reals
from flowforge_math.core.expressions import (
    DisallowedExpression,
    ExpressionTooComplex,
    MalformedExpression,
    UnknownFunction,
    UnknownName,
    fold,
    parse,
)


def value(text: str) -> object:
    return fold(parse(text, "expression").root, Reals())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2*3^2", 18),
        ("2^3^2", 512),
        ("-2^2", -4),
        ("2^-1", 0.5),
        ("10-4-3", 3),
        ("7 % -3", -2),
        ("7 // 2", 3),
        ("6 × 2 ÷ 4 − 1", 2.0),  # noqa: RUF001 - the signs that people paste
        (" 1 +\n 2 ", 3),
        ("1_000", 1000),
        ("0xff", 255),
        (".5", 0.5),
        ("1 < 2 < 3", True),
        ("1 < 3 < 2", False),
        ("3 > 2 and not 1 > 2", True),
        ("1 > 2 or 3 > 2", True),
        ("1 if 2 > 1 else 1/0", 1),
        ("1 > 2 and 1/0 > 1", False),
        ("1+" * 249 + "1", 250),
    ],
)
def test_arithmetic_follows_the_usual_order(text: str, expected: float) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 1),
        ("2x", 1),
        ("1 +", 4),
        ("2^2^(3", 5),
        ("1 = 2", 3),
        ("class + 1", 1),
        ("1if 1 else 2", 1),
        ("x^2 + 3y", 7),
    ],
)
def test_text_that_is_no_expression_is_refused_with_its_place(text: str, position: int) -> None:
    with pytest.raises(MalformedExpression, match=f"'expression' cannot be read at character {position}:"):
        parse(text, "expression")


@pytest.mark.parametrize(
    "text",
    [
        "'a'*1000000000",
        "__import__",
        "__import__('os').system('true')",
        "().__class__",
        "x.real",
        "[1]",
        "{1}",
        "x[0]",
        "lambda: 1",
        "x := 1",
        "f(x=1)",
        "f(*x)",
        "max(i for i in x)",
        "f(1)(2)",
        "1, 2",
        "...",
        "None",
        "x is y",
        "x in y",
        "1 @ 2",
        "1 << 2",
        "~1",
        "1 & 2",
        "`1`",
        "1; 2",
        "1 # 2",
        "\\u0031",
        "１",  # noqa: RUF001 - a digit that Python would take
        "\0",
    ],
)
def test_whatever_is_not_arithmetic_is_refused(text: str) -> None:
    with pytest.raises(DisallowedExpression, match="'expression' has "):
        parse(text, "expression")


@pytest.mark.parametrize(
    "text",
    [
        "9" * 2_001,
        "1+" * 999 + "1",
        "-" * 1_999 + "1",
        "not " * 400 + "1",
        "(" * 900 + "1" + ")" * 900,
        "abs(" * 60 + "1" + ")" * 60,
        "2**" * 60 + "1",
        "1 if 1 else " * 60 + "1",
        "1<" * 400 + "1",
        " and ".join("a" * 60),
        "max(" + "1," * 900 + "1)",
    ],
)
def test_large_and_deep_expressions_are_refused(text: str) -> None:
    with pytest.raises(ExpressionTooComplex, match="'expression' has more than "):
        parse(text, "expression")


def test_comparisons_cannot_multiply_the_work() -> None:
    with pytest.raises(DisallowedExpression, match="join them with 'and'"):
        parse("1 < (1 < 2) < 3", "expression")


def test_names_and_calls_are_known_with_their_places() -> None:
    expression = parse("x^2 + max(y, x)", "expression")
    assert dict(expression.names) == {"x": 1, "y": 11}
    assert dict(expression.calls) == {("max", 2): 7}


def test_an_unknown_name_is_told_with_the_nearest_one() -> None:
    expression = parse("2 * prise", "expressions[3]")
    with pytest.raises(UnknownName, match=r"'expressions\[3\]' uses 'prise' at character 5.*write 'price'"):
        expression.require_names({"price", "cost"})


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("sqr(2)", "no such function, or write 'sqrt'"),
        ("sqrt(1, 2)", "it takes 1 argument, not 2"),
        ("log()", "it takes 1 to 2 arguments, not 0"),
        ("re(1)", "this mode and domain have no result for it"),
    ],
)
def test_an_unknown_call_is_told_with_what_there_is(text: str, hint: str) -> None:
    with pytest.raises(UnknownFunction, match=hint):
        parse(text, "expression").require_calls(Reals.functions)
