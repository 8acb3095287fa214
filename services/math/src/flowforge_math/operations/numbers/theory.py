"""Analyze whole numbers: factors, divisors, primes, greatest common divisor, congruences.

Numbers may be given as text, so that no digit is lost. `task` chooses: factorize, divisors, is_prime,
next_prime, previous_prime, totient and digits take one number; gcd and lcm take several; inverse (a,
modulus), power (base, exponent, modulus) and remainders (pairs of remainder and modulus, by the Chinese
remainder theorem) compute with remainders; extended_gcd gives x and y with a*x + b*y = gcd.
"""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from servicekit import InvalidInput, Process, RequestBody, operation

WholeNumber = int | Annotated[str, StringConstraints(pattern=r"^\s*[+-]?[0-9]{1,4000}\s*$")]
Task = Literal[
    "factorize",
    "divisors",
    "is_prime",
    "next_prime",
    "previous_prime",
    "totient",
    "digits",
    "gcd",
    "lcm",
    "extended_gcd",
    "inverse",
    "power",
    "remainders",
]


class WrongNumbers(InvalidInput):
    code = "NUMBERS_NOT_SUITABLE"
    message = "'numbers' does not suit '{task}': {reason}."


class TheoryRequest(RequestBody):
    task: Task = Field(description="What to compute.")
    numbers: list[WholeNumber] = Field(
        min_length=1,
        max_length=1_000,
        description="The whole numbers; those above 2^53 as text. How many depends on the task.",
    )


class PrimePower(BaseModel):
    prime: str = Field(description="A prime factor in decimal digits.")
    exponent: int = Field(description="How often this prime divides the number.")


class TheoryResult(BaseModel):
    task: Task = Field(description="The task of the request.")
    result: str = Field(description="The answer in every digit: a number, true or false, or a product.")
    numbers: list[str] = Field(
        description="Divisors, or x and y of extended_gcd, or the modulus of remainders."
    )
    factors: list[PrimePower] = Field(
        description="Prime factors in ascending order; empty for the other tasks."
    )


@operation(
    "/numbers/theory",
    example={"task": "factorize", "numbers": [5040]},
    errors=[WrongNumbers],
    run=Process(max_memory_bytes=256 << 20),
    deadline=timedelta(seconds=20),
    dearest={"task": "factorize", "numbers": [str((10**40 + 121) * (10**41 + 187))]},
)
def analyze_numbers(request: TheoryRequest) -> TheoryResult:
    from flowforge_math.core.numbers.theory import TASKS, Unsuitable  # noqa: PLC0415 - sympy, in the worker alone

    try:
        found = TASKS[request.task]([int(number) for number in request.numbers])
    except Unsuitable as error:
        raise WrongNumbers(task=request.task, reason=error) from error
    return TheoryResult(
        task=request.task,
        result=found.result,
        numbers=found.numbers,
        factors=[PrimePower(prime=str(prime), exponent=power) for prime, power in found.factors.items()],
    )
