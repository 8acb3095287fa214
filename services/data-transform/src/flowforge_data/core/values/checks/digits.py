"""Numbers with check digits: cards, EAN, ISBN, ISSN, LEI and ISIN."""

import re
from collections.abc import Callable
from typing import Final

Details = dict[str, str]
_CARDS: Final = (
    ("Visa", r"4\d{12}(?:\d{3}){0,2}"),
    ("Mastercard", r"(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}"),
    ("American Express", r"3[47]\d{13}"),
    ("Diners Club", r"3(?:0[0-5]|[68]\d)\d{11}"),
    ("Discover", r"6(?:011|5\d{2}|4[4-9]\d)\d{12}"),
    ("JCB", r"35(?:2[89]|[3-8]\d)\d{12}"),
    ("UnionPay", r"62\d{14,17}"),
)


def check_number(kind: str, text: str) -> tuple[str, Details]:
    """Return the standard form and details. Raises ValueError with the reason."""
    return _NUMBERS[kind](re.sub(r"[\s-]", "", text).upper())


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the sum of its digits
    return total % 10 == 0


def _card(digits: str) -> tuple[str, Details]:
    if not re.fullmatch(r"\d{12,19}", digits):
        raise ValueError("it has not 12 to 19 digits")
    if not luhn(digits):
        raise ValueError("its check digit is wrong")
    brand = next((name for name, pattern in _CARDS if re.fullmatch(pattern, digits)), "")
    return digits, {"brand": brand, "last4": digits[-4:]} if brand else {"last4": digits[-4:]}


def _weighted(digits: str) -> int:
    """The check digit of GS1: weights 3 and 1 from the right."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -total % 10


def _ean(digits: str) -> tuple[str, Details]:
    if not re.fullmatch(r"\d{8}|\d{12}|\d{13}|\d{14}", digits):
        raise ValueError("it has not 8, 12, 13 or 14 digits")
    if _weighted(digits[:-1]) != int(digits[-1]):
        raise ValueError(f"its check digit is wrong: it would be {_weighted(digits[:-1])}")
    return digits, {"gtin14": digits.zfill(14)}


def _isbn(text: str) -> tuple[str, Details]:
    if re.fullmatch(r"\d{9}[\dX]", text):
        total = sum((10 - place) * (10 if one == "X" else int(one)) for place, one in enumerate(text))
        if total % 11:
            raise ValueError("its check digit is wrong")
        body = "978" + text[:9]
        return body + str(_weighted(body)), {"isbn10": text}
    if not re.fullmatch(r"97[89]\d{10}", text):
        raise ValueError("it has neither 10 digits, nor 13 that begin with 978 or 979")
    if _weighted(text[:-1]) != int(text[-1]):
        raise ValueError("its check digit is wrong")
    return text, {}


def _issn(text: str) -> tuple[str, Details]:
    if not re.fullmatch(r"\d{7}[\dX]", text):
        raise ValueError("it has not 8 digits")
    total = sum((8 - place) * (10 if one == "X" else int(one)) for place, one in enumerate(text))
    if total % 11:
        raise ValueError("its check digit is wrong")
    return f"{text[:4]}-{text[4:]}", {}


def _lei(text: str) -> tuple[str, Details]:
    """ISO 17442: the remainder by 97 is 1."""
    if not re.fullmatch(r"[A-Z0-9]{18}\d{2}", text):
        raise ValueError("it has not 20 letters and digits")
    if int("".join(str(int(one, 36)) for one in text)) % 97 != 1:
        raise ValueError("its check digits are wrong")
    return text, {}


def _isin(text: str) -> tuple[str, Details]:
    """ISO 6166: Luhn over the letters as numbers."""
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{9}\d", text):
        raise ValueError("it has not two letters, nine letters or digits, and a digit")
    if not luhn("".join(str(int(one, 36)) for one in text)):
        raise ValueError("its check digit is wrong")
    return text, {"country": text[:2]}


_NUMBERS: Final[dict[str, Callable[[str], tuple[str, Details]]]] = {
    "card": _card,
    "ean": _ean,
    "isbn": _isbn,
    "issn": _issn,
    "lei": _lei,
    "isin": _isin,
}
