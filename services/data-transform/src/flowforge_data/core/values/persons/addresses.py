"""Postal addresses: of the United States by a trained tagger, of other countries by postcode and position."""

import re
from functools import cache
from typing import Final

from flowforge_data.core.values.checks.postcodes import form_of
from flowforge_data.core.values.persons.parts import AddressParts

_BOX: Final = re.compile(
    r"(?i)\b(?:p\.?\s?o\.?\s?box|postfach|post office box|bo[iî]te postale|bp|casella postale|"
    r"apartado(?: postal)?|postbus)\s*:?\s*([\w -]*\d)"
)
_UNIT: Final = re.compile(
    r"(?i)^(?:apt|apartment|suite|ste|unit|flat|floor|room|building|etage|stock|top|c/o"
    r"|[a-z]?\d+(?:st|nd|rd|th) floor)\b\.?"
)
_NUMBER: Final = r"\d+\s?[a-zA-Z]?(?:\s?[-/+]\s?\d+\s?[a-zA-Z]?)?"
_NUMBER_LAST: Final = re.compile(rf"^(.*\D)[\s,]+({_NUMBER})$")
_NUMBER_FIRST: Final = re.compile(rf"^({_NUMBER})[\s,]+(\D.*)$")
_ANY_POSTCODE: Final = r"(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{3,4})?"
_WITH_STATES: Final = ("AU", "CA")
_OWN_NAMES: Final = {
    "deutschland": "DE", "österreich": "AT", "schweiz": "CH", "suisse": "CH", "svizzera": "CH",
    "españa": "ES", "italia": "IT", "nederland": "NL", "belgië": "BE", "belgique": "BE", "polska": "PL",
    "brasil": "BR", "danmark": "DK", "norge": "NO", "sverige": "SE", "suomi": "FI", "česko": "CZ",
    "magyarország": "HU", "méxico": "MX", "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "usa": "US", "u.s.a.": "US",
}  # fmt: skip


def split_address(text: str, country: str | None) -> AddressParts:
    """Return the parts of one address; what is not found is null."""
    lines = [" ".join(one.split()) for one in re.split(r"[,;\n]+", text) if one.strip()]
    written = _country(lines[-1]) if len(lines) > 1 else None
    if written:
        lines.pop()
    code = written or country
    if code == "US" or (code is None and re.search(r"\b[A-Z]{2},? \d{5}(-\d{4})?$", ", ".join(lines))):
        return _american(", ".join(lines))
    return _by_position(lines, code)


@cache
def _country(text: str) -> str | None:
    import pycountry  # noqa: PLC0415 - only addresses with a country need it

    if own := _OWN_NAMES.get(text.lower()):
        return own
    if len(text) <= 3:  # noqa: PLR2004 - codes; states have such too
        return None
    try:
        return str(pycountry.countries.lookup(text).alpha_2)
    except LookupError:
        return None


def _american(text: str) -> AddressParts:
    import usaddress  # noqa: PLC0415 - only these addresses need its model

    found: dict[str, list[str]] = {}
    for word, label in usaddress.parse(text):
        found.setdefault(label, []).append(word.strip(",;"))

    def joined(*starts: str) -> str | None:
        words = [word for label, given in found.items() if label.startswith(starts) for word in given]
        return " ".join(words) or None

    street, box, city = joined("StreetName"), joined("USPSBoxID"), joined("PlaceName")
    postcode = joined("ZipCode")
    return AddressParts(
        recipient=joined("Recipient", "BuildingName"),
        house_number=joined("AddressNumber"),
        street=street,
        unit=joined("Occupancy", "Subaddress"),
        po_box=box,
        postcode=postcode,
        city=city,
        state=joined("StateName"),
        country="US",
        is_sure=bool((street or box) and city and postcode),
    )


def _by_position(lines: list[str], country: str | None) -> AddressParts:
    postcode, city = _place(lines, country)
    state = None
    if country in _WITH_STATES and city and (match := re.fullmatch(r"(?:(.*)\s)?([A-Z]{2,3})", city)):
        city, state = match[1], match[2]
        if city is None and len(lines) > 1:
            city = lines.pop()
    box = next((match[1].strip() for line in lines if (match := _BOX.search(line))), None)
    lines = [line for line in lines if not _BOX.search(line)]
    units = [line for line in lines if _UNIT.match(line)]
    lines = [line for line in lines if line not in units]
    at = next((index for index, line in enumerate(lines) if re.search(r"\d", line)), None)
    if at is not None and re.fullmatch(_NUMBER, lines[at]) and len(lines) > at + 1:
        lines[at : at + 2] = [f"{lines[at]} {lines[at + 1]}"]  # "12, Rue de Rivoli"
    if at is None and lines and postcode:
        at = len(lines) - 1
    street, number = _street(lines[at]) if at is not None else (None, None)
    rest = lines[at + 1 :] if at is not None else []
    if city is None and rest:
        city = rest.pop()
    return AddressParts(
        recipient=", ".join(lines[:at]) or None if at is not None else ", ".join(lines) or None,
        house_number=number,
        street=street,
        unit=", ".join([*units, *rest]) or None,
        po_box=box,
        postcode=postcode,
        city=city,
        state=state,
        country=country,
        is_sure=bool((street or box) and city and postcode),
    )


def _place(lines: list[str], country: str | None) -> tuple[str | None, str | None]:
    """Take the postcode, and the city on its line, out of *lines*."""
    form = (form_of(country) if country else None) or _ANY_POSTCODE
    prefix = rf"(?:{country}|[A-Z]{{1,2}})-(?=\d)" if country else "(?!)"
    whole = re.compile(rf"(?:^|(?<=\s))(?:{prefix})?({form})(?=\s|$)", re.IGNORECASE)
    for index in range(len(lines) - 1, -1, -1):
        found = list(whole.finditer(lines[index]))
        if found and (index or len(lines) == 1):
            last = found[-1]
            before, after = lines[index][: last.start()].strip(), lines[index][last.end() :].strip()
            del lines[index]
            city = after or before or None
            if after and before:  # "Main Street 5 12345 Berlin" on one line
                lines.insert(index, before)
            elif city is None and index and not re.search(r"\d", lines[index - 1]):
                city = lines.pop(index - 1)
            return last[1].upper(), city
    return None, None


def _street(line: str) -> tuple[str, str | None]:
    if match := _NUMBER_LAST.match(line):
        return match[1].strip(), match[2]
    if match := _NUMBER_FIRST.match(line):
        return match[2].strip(), match[1]
    return line, None
