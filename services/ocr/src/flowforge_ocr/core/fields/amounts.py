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
_SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
_CODES = re.compile(
    r"\b(EUR|USD|GBP|CHF|JPY|CNY|PLN|CZK|SEK|NOK|DKK|HUF|RON|CAD|AUD|NZD|SGD|INR|BRL|MXN|TRY|ZAR|MYR)\b"
)
_DECIMALS = 3  # a separator this far from the end, or more, groups thousands


@dataclass(frozen=True, slots=True)
class Amount:
    value: Decimal
    quote: str
    start: int


def amounts_in(text: str) -> Iterator[Amount]:
    """Yield the amounts of a line, from left to right."""
    for hit in _AMOUNT.finditer(text):
        value = _value(hit["number"])
        if hit["minus"] or (hit["after"] or "").strip() == "-":
            value = -value
        yield Amount(value, hit[0].strip(), hit.start())


def _value(number: str) -> Decimal:
    plain = number.replace("'", "").replace(" ", "")
    mark = max(plain.rfind("."), plain.rfind(","))
    if mark >= 0 and len(plain) - mark - 1 < _DECIMALS:
        return Decimal(re.sub(r"[.,]", "", plain[:mark]) + "." + plain[mark + 1 :])
    return Decimal(re.sub(r"[.,]", "", plain))


def currency_in(text: str) -> str | None:
    """Return the ISO 4217 code that a text names or shows the sign of most often."""
    found = _CODES.findall(text) + [_SYMBOLS[sign] for sign in re.findall(r"[€$£¥]", text)]
    return max(dict.fromkeys(found), key=found.count) if found else None
