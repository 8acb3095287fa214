"""Tell numbers and addresses that are what they look like from those that are not."""

import ipaddress
import string

_IBAN_LENGTHS = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 "
    "DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 "
    "IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 "
    "MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 "
    "SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 "
)  # the registry of ISO 13616
_LENGTHS = {entry[:2]: int(entry[2:]) for entry in _IBAN_LENGTHS.split()}
_CARD_STARTS = ("34", "37", "30", "36", "38", "39", "35", "4", "5", "6", "22", "23", "24", "25", "26", "27")


def is_iban(text: str) -> bool:
    """Check country, length and the two check digits (ISO 7064, modulus 97)."""
    compact = text.replace(" ", "").upper()
    if _LENGTHS.get(compact[:2]) != len(compact):
        return False
    digits = "".join(str(int(character, 36)) for character in compact[4:] + compact[:4])
    return int(digits) % 97 == 1


def is_card(text: str) -> bool:
    """Check the issuer's first digits, the length, and the check digit (ISO/IEC 7812, Luhn)."""
    digits = [int(character) for character in text if character in string.digits]
    if len(set(digits)) == 1 or not "".join(map(str, digits)).startswith(_CARD_STARTS):
        return False
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]  # noqa: PLR2004 - two digits are added up
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def is_ip(text: str) -> bool:
    """Check that it is an address, and not the shorthand of one that any two colons are."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return address.version == 4 or any(character in string.digits for character in text)  # noqa: PLR2004 - IPv4
