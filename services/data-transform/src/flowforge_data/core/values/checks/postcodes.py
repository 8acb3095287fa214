"""Postcodes by country."""

import re
from typing import Final

_DIGITS: Final = {
    **dict.fromkeys(("AT", "AU", "BE", "BG", "CH", "CY", "DK", "HU", "LI", "LU", "NO", "NZ", "SI", "ZA"), 4),
    **dict.fromkeys(("DE", "EE", "ES", "FI", "FR", "HR", "IT", "LT", "MX", "TR", "UA", "SA", "TH", "MY"), 5),
    **dict.fromkeys(("CN", "CO", "IN", "RO", "RU", "SG", "VN"), 6),
}
_FORMS: Final = {
    "BR": r"\d{5}-?\d{3}",
    "CA": r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] ?\d[ABCEGHJ-NPRSTV-Z]\d",
    "CZ": r"\d{3} ?\d{2}",
    "GB": r"GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d|[A-HK-Y]\d\d|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRV-Y])"
    r" ?\d[ABD-HJLNP-UW-Z]{2}",
    "GR": r"\d{3} ?\d{2}",
    "IE": r"(?:D6W|[AC-FHKNPRTV-Y]\d{2}) ?[0-9AC-FHKNPRTV-Y]{4}",
    "JP": r"\d{3}-?\d{4}",
    "KR": r"\d{5}",
    "LV": r"LV-\d{4}",
    "NL": r"[1-9]\d{3} ?[A-Z]{2}",
    "PL": r"\d{2}-\d{3}",
    "PT": r"\d{4}-\d{3}",
    "SE": r"\d{3} ?\d{2}",
    "SK": r"\d{3} ?\d{2}",
    "US": r"\d{5}(?:-\d{4})?",
}


def form_of(region: str) -> str | None:
    """Return the pattern of a country's postcodes; None where it is not known."""
    return _FORMS.get(region) or (rf"\d{{{_DIGITS[region]}}}" if region in _DIGITS else None)


def postcode(text: str, region: str | None) -> tuple[str, dict[str, str]]:
    """Return the postcode in capitals. Raises ValueError with the reason."""
    if region is None:
        raise ValueError("postcodes need 'region', the country, such as DE")
    form = form_of(region)
    if form is None:
        raise ValueError(f"the postcodes of {region} are not known here")
    plain = " ".join(text.upper().split())
    if not re.fullmatch(form, plain):
        raise ValueError(f"it has not the form of {region}")
    return plain, {"country": region}
