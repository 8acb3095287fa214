"""Arithmetic, rounding, trigonometry and number theory."""

import math
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from typing import Any, Final

from flowforge_math.core.spreadsheet.operators import power
from flowforge_math.core.spreadsheet.registry import single, whole
from flowforge_math.core.spreadsheet.sheet import Frame
from flowforge_math.core.spreadsheet.values import NUM, VALUE, Failed, number

MOST_DIGITS: Final = 300
MAX_FACTORIAL: Final = 170
MAX_ROMAN: Final = 3_999
MAX_COUNT: Final = 10**6
MAX_EXACT: Final = 1_000
MAX_PADDED: Final = 255
RADIXES: Final = range(2, 37)
_CONTEXT: Final = Context(prec=700)
_LETTERS: Final = ((1000, "M"), (500, "D"), (100, "C"), (50, "L"), (10, "X"), (5, "V"), (1, "I"))


def _declare(name: str, function: Callable[[float], float]) -> None:
    def compute(value: float) -> float:
        return function(value)

    single(name, "n")(compute)


_declare("ABS", abs)
for _word in ("exp", "sin", "cos", "tan", "atan", "sinh", "cosh", "tanh", "asinh", "degrees", "radians"):
    _declare(_word.upper(), getattr(math, _word))


def _domain(value: float, *, holds: bool) -> float:
    if not holds:
        raise Failed(NUM)
    return value


@single("SQRT", "n")
def sqrt(value: float) -> float:
    return math.sqrt(_domain(value, holds=value >= 0))


@single("LN", "n")
def ln(value: float) -> float:
    return math.log(_domain(value, holds=value > 0))


@single("LOG10", "n")
def log10(value: float) -> float:
    return math.log10(_domain(value, holds=value > 0))


@single("LOG", "nn")
def log(value: float, base: float = 10.0) -> float:
    _domain(value, holds=value > 0 and base > 0)
    return math.log10(value) if base == 10 else math.log(value) / math.log(base)  # noqa: PLR2004 - exact for powers of ten


@single("ASIN", "n")
def asin(value: float) -> float:
    return math.asin(_domain(value, holds=abs(value) <= 1))


@single("ACOS", "n")
def acos(value: float) -> float:
    return math.acos(_domain(value, holds=abs(value) <= 1))


@single("ATAN2", "nn")
def atan2(x: float, y: float) -> float:
    if x == y == 0:
        raise ZeroDivisionError
    return math.atan2(y, x)


@whole("PI", 0, 0)
def pi(_: Frame) -> float:
    return math.pi


@single("SIGN", "n")
def sign(value: float) -> int:
    return (value > 0) - (value < 0)


def rounded(value: float, digits: float, mode: str) -> float:
    """Round the 15 digits that a cell shows."""
    places = max(-MOST_DIGITS, min(MOST_DIGITS, int(digits)))
    shown = Decimal(f"{value:.15g}")
    return float(shown.quantize(Decimal(1).scaleb(-places), rounding=mode, context=_CONTEXT))


@single("ROUND", "nn")
def round_(value: float, digits: float = 0.0) -> float:
    return rounded(value, digits, ROUND_HALF_UP)


@single("ROUNDUP", "nn")
def round_up(value: float, digits: float = 0.0) -> float:
    return rounded(value, digits, ROUND_UP)


@single("ROUNDDOWN TRUNC", "nn")
def round_down(value: float, digits: float = 0.0) -> float:
    return rounded(value, digits, ROUND_DOWN)


@single("INT", "n")
def int_(value: float) -> float:
    return float(math.floor(float(f"{value:.15g}")))


def _quotient(value: float, step: float) -> float:
    return float(f"{value / step:.15g}")


@single("MROUND", "nn")
def round_to(value: float, step: float) -> float:
    if step == 0 or value == 0:
        return 0.0
    _domain(value, holds=(value > 0) == (step > 0))
    return rounded(math.floor(_quotient(value, step) + 0.5) * step, 12, ROUND_HALF_UP)


@single("CEILING", "nn")
def ceiling(value: float, step: float = 1.0) -> float:
    if step == 0 or value == 0:
        return 0.0
    _domain(value, holds=not (value > 0 > step))
    return rounded(math.ceil(_quotient(value, step)) * step, 12, ROUND_HALF_UP)


@single("FLOOR", "nn")
def floor(value: float, step: float = 1.0) -> float:
    if value == 0:
        return 0.0
    _domain(value, holds=not (value > 0 > step))
    return rounded(math.floor(_quotient(value, step)) * step, 12, ROUND_HALF_UP)


@single("CEILING.MATH", "nnn")
def ceiling_math(value: float, step: float = 1.0, away: float = 0.0) -> float:
    step = abs(step)
    if step == 0:
        return 0.0
    turn = math.floor if value < 0 and away else math.ceil
    return rounded(turn(_quotient(value, step)) * step, 12, ROUND_HALF_UP)


@single("FLOOR.MATH", "nnn")
def floor_math(value: float, step: float = 1.0, toward: float = 0.0) -> float:
    step = abs(step)
    if step == 0:
        return 0.0
    turn = math.ceil if value < 0 and toward else math.floor
    return rounded(turn(_quotient(value, step)) * step, 12, ROUND_HALF_UP)


@single("EVEN", "n")
def even(value: float) -> float:
    return math.copysign(math.ceil(abs(value) / 2) * 2, value) if value else 0.0


@single("ODD", "n")
def odd(value: float) -> float:
    return math.copysign(math.ceil((abs(value) - 1) / 2) * 2 + 1, value) if value else 1.0


@single("MOD", "nn")
def mod(value: float, divisor: float) -> float:
    return rounded(value - divisor * math.floor(_quotient(value, divisor)), 12, ROUND_HALF_UP)


@single("QUOTIENT", "nn")
def quotient(value: float, divisor: float) -> float:
    return float(math.trunc(_quotient(value, divisor)))


@single("POWER", "nn")
def power_(base: float, exponent: float) -> float:
    return power(base, exponent)


@single("FACT", "n")
def fact(value: float) -> float:
    _domain(value, holds=0 <= value < MAX_FACTORIAL + 1)
    return float(math.factorial(int(value)))


@single("COMBIN", "nn")
def combin(count: float, chosen: float) -> float:
    _domain(count, holds=0 <= int(chosen) <= int(count) <= MAX_COUNT)
    if count > MAX_EXACT:
        return math.exp(_log_choices(int(count), int(chosen)))
    return float(math.comb(int(count), int(chosen)))


def _log_choices(count: int, chosen: int) -> float:
    return math.lgamma(count + 1) - math.lgamma(chosen + 1) - math.lgamma(count - chosen + 1)


@single("PERMUT", "nn")
def permut(count: float, chosen: float) -> float:
    _domain(count, holds=0 <= int(chosen) <= int(count) <= MAX_EXACT)
    return float(math.perm(int(count), int(chosen)))


@single("BASE", "nnn")
def base(value: float, radix: float, length: float = 0.0) -> str:
    _domain(value, holds=0 <= value < 2**53 and int(radix) in RADIXES and 0 <= length <= MAX_PADDED)
    digits, left = "", int(value)
    while left:
        left, digit = divmod(left, int(radix))
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    return (digits or "0").rjust(int(length), "0")


@single("DECIMAL", "tn")
def decimal(digits: str, radix: float) -> float:
    _domain(radix, holds=int(radix) in RADIXES and len(digits) <= MAX_PADDED)
    try:
        return float(int(digits, int(radix))) if digits.strip() else 0.0
    except ValueError as error:
        raise Failed(NUM) from error


@single("ROMAN", "nv")
def roman(value: float, form: Any = 0.0) -> str:
    """Write Roman numerals, the shorter the higher *form* is: 499 is CDXCIX at 0 and ID at 4."""
    left, written = int(value), ""
    shortening = (0 if form else 4) if isinstance(form, bool) else int(number(form))
    if not 0 <= left <= MAX_ROMAN or not 0 <= shortening <= 4:  # noqa: PLR2004 - the simplest form
        raise Failed(VALUE)
    for index in range(0, len(_LETTERS), 2):
        digit = left // _LETTERS[index][0]
        if digit % 5 == 4:  # noqa: PLR2004 - 4 or 9, which are written as 5 or 10 less something
            larger, smaller = index - 1 - digit // 5, index
            for _ in range(shortening):
                if smaller + 1 < len(_LETTERS) and _LETTERS[larger][0] - _LETTERS[smaller + 1][0] <= left:
                    smaller += 1
                else:
                    break
            written += _LETTERS[smaller][1] + _LETTERS[larger][1]
            left += _LETTERS[smaller][0] - _LETTERS[larger][0]
        else:
            written += _LETTERS[index - 1][1] * (digit // 5) + _LETTERS[index][1] * (digit % 5)
            left %= _LETTERS[index][0]
    return written


@single("ARABIC", "t")
def arabic(letters: str) -> float:
    sizes = {letter: size for size, letter in _LETTERS}
    found = 0
    plain = letters.strip().upper()
    if any(letter not in sizes for letter in plain):
        raise Failed(VALUE)
    for letter, following in zip(plain, plain[1:] + " ", strict=True):
        size = sizes[letter]
        found += -size if size < sizes.get(following, 0) else size
    return float(found)
