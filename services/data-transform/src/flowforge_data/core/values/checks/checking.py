"""The checks by name."""

import ipaddress
import re
import uuid
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from flowforge_data.core.values.checks.digits import check_number
from flowforge_data.core.values.checks.postcodes import postcode
from flowforge_data.core.values.checks.vat import vat_number


class NotValid(Exception):
    """Why a value is not valid, in words."""


Details = dict[str, str]


def check(kind: str, value: str, region: str | None) -> dict[str, Any]:
    """Return whether *value* is valid, its standard form, the reason and details."""
    text = value.strip()
    if not text:
        return {"valid": False, "normalized": None, "reason": "it is empty", "details": {}}
    try:
        normal, details = _CHECKS[kind](text, region)
    except NotValid as reason:
        return {"valid": False, "normalized": None, "reason": str(reason), "details": {}}
    except ValueError as error:
        return {"valid": False, "normalized": None, "reason": str(error) or "it is not valid", "details": {}}
    return {"valid": True, "normalized": normal, "reason": None, "details": details}


def _email(text: str, _: str | None) -> tuple[str, Details]:
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - one check needs it

    try:
        found = validate_email(text, check_deliverability=False)
    except EmailNotValidError as error:
        raise NotValid(str(error).rstrip(".")[0].lower() + str(error).rstrip(".")[1:]) from error
    return found.normalized, {"domain": found.ascii_domain or found.domain}


def _phone(text: str, region: str | None) -> tuple[str, Details]:
    import phonenumbers  # noqa: PLC0415 - one check needs it

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        hint = "" if region or text.startswith("+") else ": without +country code it needs 'region'"
        raise NotValid(f"it is no phone number{hint}") from error
    if not phonenumbers.is_valid_number(number):
        raise NotValid("no country gives out such a number")
    kind = phonenumbers.PhoneNumberType.to_string(phonenumbers.number_type(number)).lower()
    country = phonenumbers.region_code_for_number(number) or ""
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    normal = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return normal, {"country": country, "type": kind, "international": shown}


def _iban(text: str, _: str | None) -> tuple[str, Details]:
    from schwifty import IBAN  # noqa: PLC0415 - one check needs it
    from schwifty.exceptions import SchwiftyException  # noqa: PLC0415 - likewise

    try:
        found = IBAN(text)
    except SchwiftyException as error:
        raise NotValid(_first_lower(error)) from error
    details = {
        "country": found.country_code,
        "bank_code": found.bank_code or "",
        "formatted": found.formatted,
    }
    return found.compact, {key: one for key, one in details.items() if one}


def _bic(text: str, _: str | None) -> tuple[str, Details]:
    from schwifty import BIC  # noqa: PLC0415 - one check needs it
    from schwifty.exceptions import SchwiftyException  # noqa: PLC0415 - likewise

    try:
        found = BIC(text)
    except SchwiftyException as error:
        raise NotValid(_first_lower(error)) from error
    return found.compact, {"country": found.country_code}


def _first_lower(error: Exception) -> str:
    text = str(error).rstrip(".")
    return text[:1].lower() + text[1:]


def _url(text: str, _: str | None) -> tuple[str, Details]:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https", "ftp"):
        raise NotValid("it does not begin with http://, https:// or ftp://")
    if not parts.hostname or " " in text:
        raise NotValid("it has no host, or blanks")
    _domain_name(parts.hostname)
    port = parts.port
    return text, {"host": parts.hostname, **({"port": str(port)} if port else {})}


def _domain(text: str, _: str | None) -> tuple[str, Details]:
    name = _domain_name(text.rstrip("."))
    if "." not in name:
        raise NotValid("it has no top-level domain")
    return name, {"tld": name.rpartition(".")[2]}


def _domain_name(text: str) -> str:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        pass
    else:
        return text
    try:
        name = text.encode("idna").decode().lower()
    except UnicodeError as error:
        raise NotValid("its host name is not valid") from error
    if not re.fullmatch(
        r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", name
    ):
        raise NotValid("its host name is not valid")
    return name


def _ip(text: str, _: str | None) -> tuple[str, Details]:
    try:
        found = ipaddress.ip_address(text)
    except ValueError as error:
        raise NotValid("it is neither an IPv4 nor an IPv6 address") from error
    scope = "private" if found.is_private else "public" if found.is_global else "reserved"
    return str(found), {"version": str(found.version), "scope": scope}


def _pattern(
    pattern: str, normal: Callable[[str], str], reason: str
) -> Callable[[str, str | None], tuple[str, Details]]:
    def check_pattern(text: str, _: str | None) -> tuple[str, Details]:
        if not re.fullmatch(pattern, text):
            raise NotValid(reason)
        return normal(text), {}

    return check_pattern


def _uuid(text: str, _: str | None) -> tuple[str, Details]:
    try:
        found = uuid.UUID(text)
    except ValueError as error:
        raise NotValid("it is no UUID: 32 hexadecimal digits") from error
    return str(found), {"version": str(found.version or "")}


def _country(text: str, _: str | None) -> tuple[str, Details]:
    import pycountry  # noqa: PLC0415 - two checks need it

    try:
        found: Any = pycountry.countries.lookup(text)
    except LookupError as error:
        raise NotValid("it is no country of ISO 3166") from error
    return str(found.alpha_2), {"name": found.name, "alpha_3": found.alpha_3}


def _currency(text: str, _: str | None) -> tuple[str, Details]:
    import pycountry  # noqa: PLC0415 - two checks need it

    try:
        found: Any = pycountry.currencies.lookup(text)
    except LookupError as error:
        raise NotValid("it is no currency of ISO 4217") from error
    return str(found.alpha_3), {"name": found.name}


def _digits(kind: str) -> Callable[[str, str | None], tuple[str, Details]]:
    return lambda text, _: check_number(kind, text)


def _mac_normal(text: str) -> str:
    digits = re.sub(r"[^0-9a-fA-F]", "", text).lower()
    return ":".join(digits[place : place + 2] for place in range(0, 12, 2))


def _color_normal(text: str) -> str:
    digits = text.lstrip("#").lower()
    return "#" + ("".join(one * 2 for one in digits) if len(digits) in (3, 4) else digits)


_HEX: Final = "[0-9a-fA-F]"
_CHECKS: Final[dict[str, Callable[[str, str | None], tuple[str, Details]]]] = {
    "email": _email,
    "phone": _phone,
    "iban": _iban,
    "bic": _bic,
    "url": _url,
    "domain": _domain,
    "ip": _ip,
    "uuid": _uuid,
    "country": _country,
    "currency": _currency,
    "vat": lambda text, _: vat_number(text),
    "postcode": postcode,
    "mac": _pattern(
        rf"(?:{_HEX}{{2}}[:-]){{5}}{_HEX}{{2}}|{_HEX}{{12}}|(?:{_HEX}{{4}}\.){{2}}{_HEX}{{4}}",
        _mac_normal,
        "it is no MAC address",
    ),
    "hex_color": _pattern(
        rf"#?(?:{_HEX}{{3,4}}|{_HEX}{{6}}|{_HEX}{{8}})", _color_normal, "it is no color such as #ff8800"
    ),
    **{kind: _digits(kind) for kind in ("card", "ean", "isbn", "issn", "lei", "isin")},
}
