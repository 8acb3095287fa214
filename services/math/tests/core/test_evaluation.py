import math
import time

import pytest

from flowforge_math.core.algebras.scalar import Outcome
from flowforge_math.core.evaluation import Domain, Evaluator, Mode
from flowforge_math.core.expressions import (
    EvaluationTooLong,
    NumberTooLarge,
    UndefinedResult,
    UnknownFunction,
    UnknownName,
)

# The first digits of the On-Line Encyclopedia of Integer Sequences.
PI = "3.1415926535897932384626433832795028841971693993751"  # A000796
E = "2.7182818284590452353602874713526624977572470937"  # A001113, whose digits go on with 000
SQRT2 = "1.4142135623730950488016887242096980785696718753769"  # A002193
LN2 = "0.69314718055994530941723212145817656807550013436026"  # A002162
GOLDEN = "1.6180339887498948482045868343656381177203091798058"  # A001622


def evaluate(text: str, mode: Mode = "float", domain: Domain = "real", **variables: float | str) -> Outcome:
    return Evaluator(mode, domain, variables=variables).evaluate(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("pi", PI), ("exp(1)", E), ("sqrt(2)", SQRT2), ("log(2)", LN2), ("(1 + sqrt(5)) / 2", GOLDEN)],
)
def test_decimals_have_the_published_digits(text: str, expected: str) -> None:
    assert evaluate(text, "decimal").text == expected


def test_a_thousand_digits_of_pi_end_as_published() -> None:
    outcome = Evaluator("decimal", digits=1_000).evaluate("pi")
    assert outcome.text.endswith("216420199")  # the decimals 991 to 1000 are 2164201989


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gamma(0.5)^2", math.pi),  # DLMF 5.4.6
        ("erf(1)", 0.8427007929497149),  # A007680 and Abramowitz & Stegun, table 7.1
        ("sin(pi/6)", 0.5),
        ("log(8, 2)", 3.0),
        ("hypot(3, 4)", 5.0),
        ("atan2(1, 1) * 4", math.pi),
        ("degrees(pi)", 180.0),
        ("cbrt(-27)", -3.0),
        ("mean(1, 2, 3, 4)", 2.5),
        ("median(9, 1, 5)", 5),
        ("sum(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)", 1.0),
        ("clamp(12, 0, 10)", 10),
        ("round(2.5) + round(-2.5)", 0),
        ("round(2.675, 2)", 2.68),
        ("round(1250, -2)", 1300),
        ("sign(-3)", -1),
    ],
)
def test_functions_of_doubles(text: str, expected: float) -> None:
    assert evaluate(text).value == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2^64", Outcome("integer", float(2**64), "18446744073709551616")),
        ("2^53", Outcome("integer", 2**53, "9007199254740992")),
        ("2^2000 - 2^2000 + 1", Outcome("integer", 1, "1")),
        ("0.1 + 0.2", Outcome("real", 0.30000000000000004, "0.30000000000000004")),
        ("2 > 1", Outcome("boolean", value=True, text="true")),
        ("inf - 1", Outcome("infinity", None, "inf")),
        ("-inf", Outcome("infinity", None, "-inf")),
        ("inf - inf", Outcome("nan", None, "nan")),
    ],
)
def test_each_kind_of_result_has_its_form(text: str, expected: Outcome) -> None:
    assert evaluate(text) == expected


def test_whole_numbers_beyond_doubles_have_no_nearest_number() -> None:
    outcome = evaluate("2^2000")
    assert (outcome.value, outcome.text) == (None, str(2**2000))


@pytest.mark.parametrize(
    ("text", "real", "imaginary"),
    [
        ("sqrt(-4)", 0, 2),
        ("(2 + 3j) * (1 - 1j)", 5, 1),
        ("exp(i * pi)", -1, 0),
        ("(-8)^(1/3)", 1, math.sqrt(3)),
        ("log(-1)", 0, math.pi),
        ("conj(1 + 2j)", 1, -2),
    ],
)
def test_complex_results(text: str, real: float, imaginary: float) -> None:
    outcome = evaluate(text, domain="complex")
    assert outcome.kind == "complex"
    assert outcome.real == pytest.approx(real, abs=1e-15)
    assert outcome.imaginary == pytest.approx(imaginary, abs=1e-15)


def test_the_complex_domain_stays_real_where_it_can() -> None:
    assert evaluate("sqrt(4)", domain="complex") == Outcome("real", 2.0, "2.0")
    assert evaluate("abs(3 + 4j)", domain="complex").value == 5.0
    assert evaluate("exp(i * pi)", "decimal", "complex") == Outcome("integer", -1, "-1")


def test_complex_text_can_be_read_back() -> None:
    text = evaluate("1.5 + 2j", domain="complex").text
    assert evaluate(text, domain="complex").text == text == "1.5+2.0j"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1/3 + 1/6", "1/2"),
        ("0.1 + 0.2", "3/10"),
        ("(2/3)^-3", "27/8"),
        ("round(1/3, 4)", "3333/10000"),
        ("mean(1, 2)", "3/2"),
        ("7 // 2 + 7 % 2", "4"),
        ("1/49 + 1/50", "99/2450"),
    ],
)
def test_fractions_are_exact(text: str, expected: str) -> None:
    assert evaluate(text, "fraction").text == expected


def test_numbers_keep_what_was_written() -> None:
    assert evaluate("x * 3", "fraction", x="1/3").text == "1"
    assert evaluate("x + 0.2", "fraction", x=0.1).text == "3/10"
    assert evaluate("x * 1", "decimal", x="1e-4000").text == "1.0e-4000"
    assert evaluate("0.1 + 0.2 == 0.3", "decimal").value is True
    assert evaluate("0.1 + 0.2 == 0.3").value is False


def test_variables_come_before_constants() -> None:
    assert evaluate("e + pi", e=1, pi=2).value == 3


@pytest.mark.parametrize("mode", ["float", "decimal", "fraction"])
@pytest.mark.parametrize(
    "text",
    ["9**9**9", "9^9^9^9", "factorial(10000000)", "comb(10^9, 5*10^8)", "perm(10^6, 10^5)", "10^9999^9999"],
)
def test_numbers_that_would_take_for_ever_are_refused_at_once(text: str, mode: Mode) -> None:
    evaluator = Evaluator(mode)
    started = time.process_time()
    with pytest.raises(NumberTooLarge, match="'expression' leads to a number that is too large"):
        evaluator.evaluate(text)
    assert time.process_time() - started < 1.0  # a hang is what it guards against: it takes microseconds


@pytest.mark.parametrize("text", ["exp(10^9000)", "1e4000 * 1e4000 * 1e4000", "cosh(10^6)", "1e99999999"])
def test_decimals_are_bounded(text: str) -> None:
    with pytest.raises(NumberTooLarge):
        evaluate(text, "decimal")


def test_a_batch_in_many_digits_is_bounded() -> None:
    evaluator = Evaluator("decimal", digits=1_000)
    for _ in range(100):
        evaluator.evaluate("sin(1)")
    with pytest.raises(NumberTooLarge, match="calls times digits"):
        evaluator.evaluate("sin(1)")


@pytest.mark.parametrize("text", ["1e308 * 10", "exp(1000)", "10.0^400", "2^2000 / 1.5", "1e400"])
def test_an_overflow_is_no_silent_infinity(text: str) -> None:
    with pytest.raises(NumberTooLarge, match="mode 'decimal' reaches further"):
        evaluate(text)


@pytest.mark.parametrize(
    ("text", "mode", "reason"),
    [
        ("1 / 0", "float", "it divides by zero"),
        ("1 / 0", "decimal", "it divides by zero"),
        ("0^-1", "fraction", "it divides by zero"),
        ("5 % 0", "float", "it divides by zero"),
        ("sqrt(-1)", "float", r"sqrt\(-1\) is not a real number; domain 'complex'"),
        ("(-8)^(1/3)", "float", "its base is negative"),
        ("log(0)", "decimal", "is not finite"),
        ("2^0.5", "fraction", "its exponent must be whole"),
        ("factorial(2.5)", "float", "its arguments must be whole numbers"),
        ("factorial(-1)", "decimal", "its argument must not be negative"),
        ("clamp(1, 5, 2)", "float", "its lower bound exceeds"),
    ],
)
def test_what_has_no_result_says_why(text: str, mode: Mode, reason: str) -> None:
    with pytest.raises(UndefinedResult, match=reason):
        evaluate(text, mode)


def test_complex_numbers_have_no_order() -> None:
    with pytest.raises(UndefinedResult, match="1j < 2 is not defined"):
        evaluate("i < 2", domain="complex")


def test_imaginary_literals_need_their_domain() -> None:
    with pytest.raises(UnknownName, match="imaginary numbers need the domain 'complex'"):
        evaluate("2j", i=5)


def test_a_mode_tells_what_it_lacks() -> None:
    with pytest.raises(UnknownFunction, match="this mode and domain have no result"):
        evaluate("sqrt(4)", "fraction")


def test_a_faulty_variable_is_named() -> None:
    with pytest.raises(NumberTooLarge, match=r"'variables\.x'"):
        evaluate("x", x="9^9^9")
    with pytest.raises(UnknownName, match=r"'variables\.x' uses 'y'"):
        evaluate("x", x="y + 1")


def test_the_tests_of_large_primes_in_one_request_are_bounded() -> None:
    """They ran for 7 seconds on the event loop in a request of 2 kB."""
    evaluator = Evaluator()
    assert evaluator.evaluate("is_prime(2^1279 - 1)").value is True
    with pytest.raises(NumberTooLarge, match="2,048 bits"):
        evaluator.evaluate("is_prime(2^2203 - 1)")
    with pytest.raises(EvaluationTooLong):
        evaluator.evaluate(" or ".join(f"is_prime(2^1279 - {number})" for number in range(3, 11)))
    assert evaluator.evaluate("2 + 3").value == 5
