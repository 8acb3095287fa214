import pytest

from flowforge_math.core.algebras.doubles import Reals
from flowforge_math.core.expressions import (
    AmbiguousExpression,
    DisallowedExpression,
    ExpressionTooComplex,
    MalformedExpression,
    UnknownFunction,
    UnknownName,
    fold,
    parse,
    parse_program,
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
        ("2(3)", 6),
        ("(1+2)(3+4)", 21),
        ("2 pi", 6.283185307179586),
        ("2^3(2)", 16),
        ("5!", 120),
        ("2 * 3!^2", 72),
        ("-3!", -6),
        ("7 mod 4", 3),
        ("8%", 0.08),
        ("200 * 8%", 16.0),
        ("8% + 1", 1.08),
        ("8 % 3", 2),
        ("2 > 1 ? 10 : 20", 10),
        ("if(1 > 2, 10, 20) + 1", 21),
        ("1 > 2 ? 10 : 2 > 1 ? 20 : 30", 20),
        ("true xor true", False),
        ("ln(e)", 1.0),
        ("π²", 9.869604401089358),
        ("sum(i, 1, 4, i^2)", 30),
        ("prod(k, 1, 5, k)", 120),
        ("-2^-2", -0.25),
        ("2^-3*2", 0.25),
    ],
)
def test_arithmetic_follows_the_usual_order(text: str, expected: float) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 1),
        ("1 +", 4),
        ("2^2^(3", 7),
        ("1 = 2", 3),
        ("1 2", 3),
        ("1.2.3", 4),
        ("x 2", 3),
        ("2 * * 3", 5),
        ("and 1", 1),
        ("1 if 2", 7),
        ("1 ? 2", 6),
        ("if(1, 2)", 9),
        ("3)", 2),
        ("[1, 2", 6),
        ("² + ", 1),
    ],
)
def test_text_that_is_no_expression_is_refused_with_its_place(text: str, position: int) -> None:
    with pytest.raises(MalformedExpression, match=f"'expression' cannot be read at character {position}:"):
        parse(text, "expression")


@pytest.mark.parametrize(
    "text",
    [
        "__import__",
        "__import__('os').system('true')",
        "x.real",
        "{1}",
        "(1, 2)",
        "...",
        "1 @ 2",
        "~1",
        "1 & 2",
        "`1`",
        "1 # 2",
        '"never closed',
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
        "'a'*1000000000",
        "().__class__",
        "x := 1",
        "f(x=1)",
        "f(*x)",
        "1, 2",
        "1 << 2",
        "1; 2",
        "x..y",
    ],
)
def test_foreign_syntax_is_no_expression(text: str) -> None:
    with pytest.raises((MalformedExpression, DisallowedExpression), match="'expression' "):
        parse(text, "expression")


@pytest.mark.parametrize("text", ["lambda: 1", "None", "x is y", "max(i for i)", "class + 1"])
def test_words_of_other_languages_are_unknown_names(text: str) -> None:
    with pytest.raises(UnknownName):
        parse(text, "expression").require_names({"x"})


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


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1/2x", r"'/ 2 \* x' or '/ \(2 \* x\)'"),
        ("1/(2)(3)", r"'/ \(2\) \* \(3\)'"),
        ("10 mod 3x", r"'mod 3 \* x'"),
        ("8%-3", "remainder.*hundredths"),
    ],
)
def test_two_readings_are_refused_with_both(text: str, readings: str) -> None:
    with pytest.raises(AmbiguousExpression, match=readings):
        parse(text, "expression")


@pytest.mark.parametrize(("text", "same"), [("2 .* x", "2 * x"), ("x ./ 2", "x / 2"), ("x .^ 2", "x ^ 2")])
def test_operators_on_elements_are_those_of_numbers_where_no_matrix_can_be(text: str, same: str) -> None:
    assert parse(text, "expression").root == parse(same, "expression").root


@pytest.mark.parametrize(("text", "place"), [("x to 3", 3), ("x in y", 3), ("max(i for i in x)", 13)])
def test_units_are_not_converted_where_there_are_none(text: str, place: int) -> None:
    with pytest.raises(MalformedExpression, match=f"at character {place}: 'to' and 'in' convert units"):
        parse(text, "expression")


def test_a_program_defines_names_and_functions() -> None:
    first, second, third = parse_program("a = 2; f(t, u) = t^a + u; f(3, 1)", "expression")
    assert (first.name, first.parameters) == ("a", None)
    assert (second.name, second.parameters, dict(second.expression.names)) == ("f", ("t", "u"), {"a": 20})
    assert (third.name, dict(third.expression.calls)) == (None, {("f", 2): 27})


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
