"""Bank accounts, payment cards, and addresses of cryptocurrencies."""

import re
import string
from collections.abc import Iterator

from stdnum import bitcoin

from flowforge_pii.matching import Pattern
from flowforge_pii.spans import Span

_IBAN_LENGTHS = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 "
    "DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 "
    "IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 "
    "MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 "
    "SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 "
)  # the registry of ISO 13616
_LENGTHS = {entry[:2]: int(entry[2:]) for entry in _IBAN_LENGTHS.split()}
_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ -]?\d{2}(?=[ .-]?[A-Za-z0-9])")
_SEPARATORS = " .-\u00a0\u202f\u2011"
_CARD_STARTS = ("34", "37", "30", "36", "38", "39", "35", "4", "5", "6", "22", "23", "24", "25", "26", "27")


def is_iban(text: str) -> bool:
    """Check country, length and the two check digits (ISO 7064, modulus 97)."""
    compact = "".join(character for character in text if character not in _SEPARATORS).upper()
    if _LENGTHS.get(compact[:2]) != len(compact):
        return False
    digits = "".join(str(int(character, 36)) for character in compact[4:] + compact[:4])
    return int(digits) % 97 == 1


def is_card(text: str) -> bool:
    """Check the issuer's first digits, and the check digit (ISO/IEC 7812, Luhn)."""
    digits = [int(character) for character in text if character in string.digits]
    if len(set(digits)) == 1 or not "".join(map(str, digits)).startswith(_CARD_STARTS):
        return False
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]  # noqa: PLR2004 - two digits are added up
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def find_ibans(text: str) -> Iterator[Span]:
    """Yield account numbers in any case, in groups of any size between single blanks, hyphens or dots."""
    for match in _IBAN_START.finditer(text):
        country = match[0][:2].upper()
        end = _end_of(text, match.start(), _LENGTHS.get(country, 0))
        value = text[match.start() : end]
        if value and not text[end : end + 1].isalnum() and is_iban(value):
            yield Span("iban", value, match.start(), end, 0.99, country)


def _end_of(text: str, start: int, length: int) -> int:
    """Return where *length* letters and digits end, counted from *start*; *start* if there are fewer."""
    position, count = start, 0
    while count < length:
        if text[position : position + 1] in _SEPARATORS and text[position : position + 1]:
            position += 1
        character = text[position : position + 1]
        if not (character.isascii() and character.isalnum()):
            return start
        position, count = position + 1, count + 1
    return position


def is_bitcoin(text: str) -> bool:
    return bool(bitcoin.is_valid(text))


PATTERNS = (
    Pattern("card", re.compile(r"(?<![\w./-])\d(?:[ -]?\d){12,18}(?![\w-])"), 0.9, is_card),
    Pattern(
        "card",
        re.compile(r"(?<![\w./-])(?:\d{4}\.\d{4}\.\d{4}\.\d{1,7}|\d{4}\.\d{6}\.\d{4,5})(?![\w-]|\.\d)"),
        0.85,
        is_card,
    ),
    Pattern(
        "crypto",
        re.compile(r"(?<!\w)(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[0-9a-z]{11,71})(?!\w)"),
        0.95,
        is_bitcoin,
    ),
    Pattern("crypto", re.compile(r"(?<!\w)0x[0-9a-fA-F]{40}(?!\w)"), 0.9),
)
