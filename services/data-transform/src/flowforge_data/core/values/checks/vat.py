"""Value added tax numbers of the European Union, the United Kingdom and Switzerland, by their form."""

import re
from typing import Final

# The forms that the European Commission publishes for VIES.
_FORMS: Final = {
    "AT": r"U\d{8}",
    "BE": r"[01]\d{9}",
    "BG": r"\d{9,10}",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"\d{9}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "EL": r"\d{9}",
    "ES": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "FI": r"\d{8}",
    "FR": r"[A-HJ-NP-Z0-9]{2}\d{9}",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}",
    "IT": r"\d{11}",
    "LT": r"\d{9}|\d{12}",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"[A-Z0-9+*]{10}\d{2}",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "RO": r"\d{2,10}",
    "SE": r"\d{10}01",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
    "XI": r"\d{9}|\d{12}|(?:GD|HA)\d{3}",
    "GB": r"\d{9}|\d{12}|(?:GD|HA)\d{3}",
    "CHE": r"\d{9}(?:MWST|TVA|IVA)?",
}
_GREECE: Final = ("GR", "EL")


def vat_number(text: str) -> tuple[str, dict[str, str]]:
    """Return the number without blanks and its country. Raises ValueError with the reason."""
    plain = re.sub(r"[\s.\-/]", "", text).upper()
    if plain.startswith(_GREECE[0]):
        plain = _GREECE[1] + plain[2:]
    country = "CHE" if plain.startswith("CHE") else plain[:2]
    form = _FORMS.get(country)
    if form is None:
        raise ValueError("it does not begin with the code of a country that is known here, such as DE")
    if not re.fullmatch(form, plain[len(country) :]):
        raise ValueError(f"it has not the form of {country}")
    if country == "DE" and not _german(plain[2:]):
        raise ValueError("its check digit is wrong")
    return plain, {"country": {"EL": "GR", "CHE": "CH"}.get(country, country)}


def _german(digits: str) -> bool:
    """ISO 7064, MOD 11,10."""
    product = 10
    for digit in digits[:8]:
        total = (int(digit) + product) % 10 or 10
        product = 2 * total % 11
    return (11 - product) % 10 == int(digits[8])
