"""Convert numbers between bases from 2 to 36, fractions included."""

from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, Field

from servicekit import Inline, InvalidInput, RequestBody, operation

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
Base = Annotated[int, Field(ge=2, le=36)]


class NotInBase(InvalidInput):
    code = "DIGIT_NOT_IN_BASE"
    message = "'value' has '{digit}', which is no digit of base {base}: allowed are {allowed} and one point."


class BaseRequest(RequestBody):
    value: str = Field(min_length=1, max_length=2_000, description="Such as ff, -1010.01 or 0x1F.")
    from_base: Base = Field(default=10, description="Base in which the number is written, from 2 to 36.")
    to_base: Base = Field(default=16, description="Base to convert it to, from 2 to 36.")
    fraction_digits: int = Field(20, ge=0, le=200, description="At the most, where a fraction does not end.")


class BaseResult(BaseModel):
    value: str = Field(description="The number in the new base, with digits above 9 as letters.")
    exact: bool = Field(description="False where the fraction was cut off.")


@operation(
    "/numbers/convert-base",
    example={"value": "255", "from_base": 10, "to_base": 16},
    errors=[NotInBase],
    run=Inline(),
)
def convert_base(request: BaseRequest) -> BaseResult:
    number = _read(request.value, request.from_base)
    sign, number = ("-" if number < 0 else ""), abs(number)
    whole, rest = divmod(number, 1)
    digits: list[str] = []
    while rest and len(digits) < request.fraction_digits:
        digit, rest = divmod(rest * request.to_base, 1)
        digits.append(DIGITS[int(digit)])
    text = sign + _write(int(whole), request.to_base) + ("." + "".join(digits) if digits else "")
    return BaseResult(value=text, exact=rest == 0)


def _read(text: str, base: int) -> Fraction:
    plain = text.strip().lower().replace("_", "").replace(" ", "")
    negative, plain = plain.startswith("-"), plain.lstrip("+-")
    prefix = {2: "0b", 8: "0o", 16: "0x"}.get(base, "")
    plain = plain.removeprefix(prefix) if prefix else plain
    whole, _, fraction = plain.partition(".")
    allowed = DIGITS[:base]
    for digit in whole + fraction:
        if digit not in allowed:
            raise NotInBase(digit=digit, base=base, allowed=allowed)
    if not whole + fraction:
        raise NotInBase(digit="", base=base, allowed=allowed)
    number = Fraction(_integer(whole + fraction, base), base ** len(fraction))
    return -number if negative else number


def _integer(digits: str, base: int) -> int:
    value = 0
    for digit in digits:
        value = value * base + DIGITS.index(digit)
    return value


def _write(number: int, base: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, base)
        text = DIGITS[digit] + text
    return text or "0"
