"""Amounts of money as people print them: 1,234.56 and 1.234,56, with signs and currencies."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_AMOUNT = re.compile(
    r"(?<![\w.,/-])(?P<minus>[-\N{MINUS SIGN}(]\s?)?(?P<currency>[€$£¥])?\s?"
    r"(?P<number>\d{1,3}(?:[.,']\d{3})+(?:[.,]\d{2})?|\d{1,3}(?: \d{3})+[.,]\d{2}|\d+[.,]\d{2})"
    r"(?P<after>\s?-(?!\w)|\))?(?![\d%]|[.,/-]\d|\s?%|\s?kg\b)",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"(?<!\w)[€$£¥]\s?(?P<number>\d{1,7})(?![\d.,/-]|\s?%)")
_SIGNS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "zł": "PLN", "Kč": "CZK", "R$": "BRL", "S$": "SGD", "HK$": "HKD",
    "US$": "USD", "A$": "AUD", "C$": "CAD", "NZ$": "NZD", "RM": "MYR",
}  # fmt: skip
# Several countries write these: what they mean is a guess.
_SHARED = {"$": "USD", "¥": "JPY", "kr": "SEK", "Rs": "INR"}
_CODES = re.compile(
    r"\b(EUR|USD|GBP|CHF|JPY|CNY|PLN|CZK|SEK|NOK|DKK|HUF|RON|CAD|AUD|NZD|SGD|INR|BRL|MXN|TRY|ZAR|MYR)\b"
)
_BESIDE_AMOUNT = re.compile(rf"{_CODES.pattern}(?=[:=]?\s{{0,3}}[-(]?\d)|(?<=\d)\s{{0,3}}{_CODES.pattern}")
_SIGN = "|".join(re.escape(sign) for sign in sorted((*_SIGNS, *_SHARED), key=len, reverse=True))
_SIGN_BESIDE_AMOUNT = re.compile(rf"(?<!\w)({_SIGN})\.?(?=\s{{0,3}}[-(]?\d)|(?<=\d)\s{{0,3}}({_SIGN})(?!\w)")
_DECIMALS = 3  # a separator this far from the end, or more, groups thousands


@dataclass(frozen=True, slots=True)
class Amount:
    value: Decimal
    quote: str
    start: int


def amounts_in(text: str) -> Iterator[Amount]:
    """Yield the amounts of a line, from left to right."""
    found = []
    for hit in _AMOUNT.finditer(text):
        value = _value(hit["number"])
        if hit["minus"] or (hit["after"] or "").strip() == "-":
            value = -value
        found.append(Amount(value, hit[0].strip(), hit.start()))
    found += [Amount(Decimal(hit["number"]), hit[0].strip(), hit.start()) for hit in _WHOLE.finditer(text)]
    yield from sorted(found, key=lambda amount: amount.start)


def _value(number: str) -> Decimal:
    plain = number.replace("'", "").replace(" ", "")
    mark = max(plain.rfind("."), plain.rfind(","))
    if mark >= 0 and len(plain) - mark - 1 < _DECIMALS:
        return Decimal(re.sub(r"[.,]", "", plain[:mark]) + "." + plain[mark + 1 :])
    return Decimal(re.sub(r"[.,]", "", plain))


def currency_in(text: str) -> tuple[str, bool] | None:
    """Return the ISO 4217 code that a text names or shows the sign of most often, and whether it is sure."""
    codes = [code for before, after in _BESIDE_AMOUNT.findall(text) if (code := before or after)]
    signs = [sign for before, after in _SIGN_BESIDE_AMOUNT.findall(text) if (sign := before or after)]
    sure = codes + [_SIGNS[sign] for sign in signs if sign in _SIGNS]
    if sure:
        return max(dict.fromkeys(sure), key=sure.count), len(set(sure)) == 1
    guessed = [_SHARED[sign] for sign in signs] + _CODES.findall(text)
    return (max(dict.fromkeys(guessed), key=guessed.count), False) if guessed else None
