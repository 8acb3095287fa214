"""Functions of whole numbers, with bounds on the work."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from flowforge_math.core.algebras import bounds

MAX_PRIME_BITS: Final = 2_048
_BITS_EACH_STEP: Final = 175_000
MAX_SHIFT: Final = bounds.MAX_BITS
_WITNESSES: Final = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
_PROVEN: Final = 3_317_044_064_679_887_385_961_981

Exact = float | Fraction


def is_prime(value: Exact) -> bool:
    """Return if a whole number is prime: proven below 3.3e24, beyond that by 37 bases of Miller and Rabin.

    The bound is of J. Sorenson and J. Webster, "Strong pseudoprimes to twelve prime bases" (2015).
    """
    number = bounds.whole(value)
    if number.bit_length() > MAX_PRIME_BITS:
        raise bounds.OutOfBounds(f"primes are tested up to {MAX_PRIME_BITS:,} bits")
    if number < _WITNESSES[-1] + 2:
        return number in _WITNESSES
    if any(number % prime == 0 for prime in _WITNESSES):
        return False
    bases = _WITNESSES if number < _PROVEN else (*_WITNESSES, *range(38, 63))
    return all(_passes(number, base) for base in bases)


def _passes(number: int, base: int) -> bool:
    odd = number - 1
    twos = (odd & -odd).bit_length() - 1
    power = pow(base, odd >> twos, number)
    if power in (1, number - 1):
        return True
    for _ in range(twos - 1):
        power = power * power % number
        if power == number - 1:
            return True
    return False


def primality_steps(value: Any) -> int:
    """Return what `is_prime` costs at the most, in steps of the budget that a request has."""
    try:
        bits = bounds.whole(value).bit_length()
    except (ArithmeticError, TypeError, ValueError):
        return 0
    return bits**3 // _BITS_EACH_STEP if bits <= MAX_PRIME_BITS else 0


def bit_and(left: Exact, right: Exact) -> int:
    return bounds.whole(left) & bounds.whole(right)


def bit_or(left: Exact, right: Exact) -> int:
    return bounds.whole(left) | bounds.whole(right)


def bit_xor(left: Exact, right: Exact) -> int:
    return bounds.whole(left) ^ bounds.whole(right)


def shift(value: Exact, places: Exact) -> int:
    number, count = bounds.whole(value), bounds.whole(places)
    if abs(count) > MAX_SHIFT:
        raise bounds.OutOfBounds(bounds.TOO_MANY_DIGITS)
    return bounds.bounded(number << count) if count >= 0 else number >> -count


WHOLE_FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "gcd": bounds.greatest_common_divisor,
    "lcm": bounds.least_common_multiple,
    "factorial": bounds.factorial,
    "comb": bounds.combinations,
    "perm": bounds.permutations,
    "is_prime": is_prime,
    "bitand": bit_and,
    "bitor": bit_or,
    "bitxor": bit_xor,
    "shift": shift,
}
STEPS: Final[dict[str, Callable[..., int]]] = {"is_prime": primality_steps}
