"""Factors, divisors and congruences of whole numbers, by flint and sympy."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import sympy  # type: ignore[import-untyped] # it ships no types
from flint import fmpz
from sympy.ntheory.modular import crt  # type: ignore[import-untyped] # likewise

from flowforge_math.core.equations.timing import OutOfTime, limited

MAX_DIVISORS: Final = 10_000
MAX_DIGITS: Final = 90
MAX_DIRECT_DIGITS: Final = 60
SECONDS: Final = 10.0
MAX_PRIME_DIGITS: Final = 1_000


class Unsuitable(Exception):
    """The numbers do not suit the task; the text says why."""


@dataclass(frozen=True, slots=True)
class Found:
    result: str
    numbers: list[str] = field(default_factory=list)
    factors: dict[int, int] = field(default_factory=dict)


def _one(numbers: list[int], least: int, most_digits: int) -> int:
    if len(numbers) != 1:
        raise Unsuitable(f"it takes one number, not {len(numbers)}")
    if numbers[0] < least:
        raise Unsuitable(f"it takes numbers from {least}")
    if numbers[0] > 10**most_digits:
        raise Unsuitable(f"it takes numbers of {most_digits} digits at the most")
    return numbers[0]


def _several(numbers: list[int], count: int) -> list[int]:
    if len(numbers) != count:
        raise Unsuitable(f"it takes {count} numbers, not {len(numbers)}")
    return numbers


def _factors(number: int) -> dict[int, int]:
    """Return the prime powers of a number. Raises Unsuitable where they are not found in time."""
    value: Any = fmpz(number)
    if number < 10**MAX_DIRECT_DIGITS or value.is_prime():
        return {int(prime): int(power) for prime, power in value.factor()}
    try:
        # Slower, but it can be interrupted.
        found = limited(SECONDS, lambda: sympy.factorint(number))
    except OutOfTime as error:
        reason = f"its factors are so large that they were not found within {SECONDS:g} seconds"
        raise Unsuitable(reason) from error
    return {int(prime): int(power) for prime, power in found.items()}


def factorize(numbers: list[int]) -> Found:
    factors = _factors(_one(numbers, 1, MAX_DIGITS))
    text = " * ".join(f"{prime}^{power}" if power > 1 else str(prime) for prime, power in factors.items())
    return Found(text or "1", factors=factors)


def divisors(numbers: list[int]) -> Found:
    number = _one(numbers, 1, MAX_DIGITS)
    factors = _factors(number)
    count = math.prod(power + 1 for power in factors.values())
    if count > MAX_DIVISORS:
        raise Unsuitable(f"it has {count} divisors, and {MAX_DIVISORS:,} are listed at the most")
    found = [1]
    for prime, power in factors.items():
        found = [one * prime**exponent for one in found for exponent in range(power + 1)]
    return Found(str(count), [str(one) for one in sorted(found)], factors)


def is_prime(numbers: list[int]) -> Found:
    value: Any = fmpz(_one(numbers, 0, MAX_PRIME_DIGITS))
    return Found(str(bool(value.is_prime())).lower())


def next_prime(numbers: list[int]) -> Found:
    return Found(str(sympy.nextprime(_one(numbers, 0, 300))))


def previous_prime(numbers: list[int]) -> Found:
    return Found(str(sympy.prevprime(_one(numbers, 3, 300))))


def totient(numbers: list[int]) -> Found:
    number = _one(numbers, 1, MAX_DIGITS)
    factors = _factors(number)
    return Found(
        str(math.prod((prime - 1) * prime ** (power - 1) for prime, power in factors.items())),
        factors=factors,
    )


def digits(numbers: list[int]) -> Found:
    text = str(_one(numbers, 0, 4_000))
    return Found(str(sum(map(int, text))), list(text))


def greatest_divisor(numbers: list[int]) -> Found:
    return Found(str(math.gcd(*numbers)))


def least_multiple(numbers: list[int]) -> Found:
    return Found(str(math.lcm(*numbers)))


def extended(numbers: list[int]) -> Found:
    first, second = _several(numbers, 2)
    x, y, divisor = sympy.gcdex(first, second)
    return Found(str(divisor), [str(x), str(y)])


def inverse(numbers: list[int]) -> Found:
    value, modulus = _several(numbers, 2)
    if modulus < 2 or math.gcd(value, modulus) != 1:  # noqa: PLR2004 - nothing is left by smaller ones
        raise Unsuitable("the number and the modulus, which is 2 or more, must have no common divisor")
    return Found(str(pow(value, -1, modulus)))


def power(numbers: list[int]) -> Found:
    base, exponent, modulus = _several(numbers, 3)
    if modulus < 1 or exponent < 0:
        raise Unsuitable("the modulus is 1 or more, and the exponent is not negative")
    return Found(str(pow(base, exponent, modulus)))


def remainders(numbers: list[int]) -> Found:
    if len(numbers) % 2:
        raise Unsuitable("it takes pairs of remainder and modulus")
    if any(modulus < 1 for modulus in numbers[1::2]):
        raise Unsuitable("a modulus is 1 or more")
    found = crt(numbers[1::2], numbers[::2])
    if found is None:
        raise Unsuitable("no number has these remainders")
    return Found(str(found[0]), [str(found[1])])


TASKS: Final[Mapping[str, Callable[[list[int]], Found]]] = {
    "factorize": factorize,
    "divisors": divisors,
    "is_prime": is_prime,
    "next_prime": next_prime,
    "previous_prime": previous_prime,
    "totient": totient,
    "digits": digits,
    "gcd": greatest_divisor,
    "lcm": least_multiple,
    "extended_gcd": extended,
    "inverse": inverse,
    "power": power,
    "remainders": remainders,
}
