"""Payloads of QR codes that telephones act on: a network, a contact, a payment, a place, a text.

Every value is escaped as its format says, so that none can add a field of its own.
"""

import re
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from servicekit import RequestBody

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
_MOST_PAYLOAD_BYTES = 331  # EPC069-12, 2.3
_CENT = Decimal("0.01")


def _one_line(text: str) -> str:
    if re.search(r"[\r\n\u0085\u2028\u2029]", text) or _CONTROLS.search(text):
        raise ValueError("holds a line end or a control character: write it on one line")
    return text


def _iban(text: str) -> str:
    """Return the IBAN without blanks. Its check digits are those of ISO 7064, MOD 97-10."""
    iban = re.sub(r"[\s-]", "", text).upper()
    if not _IBAN.fullmatch(iban):
        raise ValueError("is not an IBAN: two letters, two check digits and 11 to 30 letters or digits")
    if int("".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])) % 97 != 1:
        raise ValueError("is not a valid IBAN: its check digits do not match")
    return iban


def _bic(text: str) -> str:
    bic = text.strip().upper()
    if not _BIC.fullmatch(bic):
        raise ValueError("is not a BIC: it has 8 or 11 letters and digits, such as COBADEFFXXX")
    return bic


def _whole_cents(amount: float) -> float:
    if Decimal(str(amount)) % _CENT:
        raise ValueError("has more than two decimals: an amount is in euros and whole cents")
    return amount


Line = Annotated[str, AfterValidator(_one_line)]
Iban = Annotated[str, StringConstraints(min_length=15, max_length=42), AfterValidator(_iban)]
Bic = Annotated[str, StringConstraints(max_length=20), AfterValidator(_bic)]
Euros = Annotated[float, Field(ge=0.01, le=999_999_999.99), AfterValidator(_whole_cents)]


class Text(RequestBody):
    kind: Literal["text"]
    text: str = Field(min_length=1, max_length=4296, description="Any text, or a URL.")

    def content(self) -> str:
        return self.text


class Wifi(RequestBody):
    kind: Literal["wifi"]
    ssid: Line = Field(min_length=1, max_length=32, description="Name of the network.")
    password: Line | None = Field(
        None, max_length=63, description="Password of the network; none for open ones."
    )
    security: Literal["WPA", "WEP"] | None = Field(
        default="WPA", description="Security of the network; null for open ones."
    )
    hidden: bool = Field(default=False, description="Whether the network does not announce its name.")

    def content(self) -> str:
        """Return the fields in the form that Android, iOS and Windows read (ZXing's documentation)."""
        security = f"T:{self.security if self.password and self.security else 'nopass'};"
        password = f"P:{_escaped_field(self.password)};" if self.password else ""
        hidden = "H:true;" if self.hidden else ""
        return f"WIFI:{security}S:{_escaped_field(self.ssid)};{password}{hidden};"


class Person(RequestBody):
    """What both kinds of contacts have."""

    family_name: Line = Field(
        min_length=1, max_length=100, description="Family name, by which telephones sort contacts."
    )
    given_name: Line = Field("", max_length=100, description="Given name; empty if there is none.")
    email: Line | None = Field(None, max_length=254, description="E-mail address of the contact.")
    phone: Line | None = Field(None, max_length=40, description="Phone number, best with its country code.")
    url: Line | None = Field(None, max_length=500, description="Website of the contact.")


class Contact(Person):
    """A vCard 3.0."""

    kind: Literal["vcard"]
    organization: Line | None = Field(
        None, max_length=200, description="Company or organization of the contact."
    )
    title: Line | None = Field(None, max_length=200, description="Job title of the contact.")
    note: str | None = Field(None, max_length=500, description="Line ends are allowed.")

    def content(self) -> str:
        """Return the card by RFC 2426; a line end in a value is written as backslash and n."""
        shown = f"{self.given_name} {self.family_name}".strip()
        fields = {
            "N": f"{_escaped_value(self.family_name)};{_escaped_value(self.given_name)};;;",
            "FN": _escaped_value(shown),
            "ORG": _escaped_value(self.organization),
            "TITLE": _escaped_value(self.title),
            "EMAIL": _escaped_value(self.email),
            "TEL": _escaped_value(self.phone),
            "URL": self.url,
            "NOTE": _escaped_value(self.note),
        }
        lines = [f"{name}:{value}" for name, value in fields.items() if value]
        return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


class ShortContact(Person):
    """A MeCard: fewer fields, and a smaller code."""

    kind: Literal["mecard"]
    note: Line | None = Field(None, max_length=200, description="Free text about the contact.")

    def content(self) -> str:
        """Return the card as NTT Docomo defined it."""
        given = f",{_escaped_field(self.given_name)}" if self.given_name else ""
        fields = {
            "N": f"{_escaped_field(self.family_name)}{given}",
            "TEL": _escaped_field(self.phone),
            "EMAIL": _escaped_field(self.email),
            "URL": _escaped_field(self.url),
            "NOTE": _escaped_field(self.note),
        }
        return "MECARD:" + "".join(f"{name}:{value};" for name, value in fields.items() if value) + ";"


class Payment(RequestBody):
    """A SEPA credit transfer (EPC069-12)."""

    kind: Literal["epc"]
    name: Line = Field(min_length=1, max_length=70, description="Who is paid.")
    iban: Iban = Field(description="Account that receives the money.")
    amount: Euros = Field(description="Euros, with two decimals at most.")
    text: Line | None = Field(None, max_length=140, description="What for; or 'reference', not both.")
    reference: Line | None = Field(None, max_length=35, description="A structured reference (ISO 11649).")
    bic: Bic | None = Field(default=None, description="Bank of the account; banks in the EEA do not need it.")

    @model_validator(mode="after")
    def _has_one_purpose(self) -> Self:
        if self.text and self.reference:
            raise ValueError("'text' and 'reference' cannot both be given: a payment has one of them")
        return self

    def content(self) -> str:
        """Return the lines of version 2. Raises ValueError if they are too long."""
        lines = ("BCD", "002", "1", "SCT", self.bic or "", self.name, self.iban, f"EUR{self.amount:.2f}", "")
        content = "\n".join((*lines, self.reference or "", self.text or "")).rstrip("\n")
        if len(content.encode()) > _MOST_PAYLOAD_BYTES:
            raise ValueError(f"a payment has at most {_MOST_PAYLOAD_BYTES} bytes: shorten 'name' or 'text'")
        return content


class Location(RequestBody):
    kind: Literal["geo"]
    latitude: float = Field(ge=-90, le=90, description="Latitude in degrees, positive in the north.")
    longitude: float = Field(ge=-180, le=180, description="Longitude in degrees, positive in the east.")

    def content(self) -> str:
        """Return a URI by RFC 5870, which has no exponents."""
        numbers = (f"{number:.8f}".rstrip("0").rstrip(".") for number in (self.latitude, self.longitude))
        return f"geo:{','.join(numbers)}"


def _escaped_field(text: str | None) -> str:
    r"""Escape a value of a Wi-Fi code or a MeCard: \ ; , : and " have a meaning there."""
    return re.sub(r'([\\;,:"])', r"\\\1", text or "")


def _escaped_value(text: str | None) -> str:
    r"""Escape a value of a vCard (RFC 2426, 5): \ ; , and line ends."""
    escaped = re.sub(r"([\\;,])", r"\\\1", _CONTROLS.sub("", text or ""))
    return re.sub(r"\r\n|\r|\n|\u0085|\u2028|\u2029", r"\\n", escaped)


Payload = Annotated[Text | Wifi | Contact | ShortContact | Payment | Location, Field(discriminator="kind")]
