"""What a QR code may say that telephones act on: a network, a person, a payment, a place, a message."""

from typing import Annotated, Literal

from pydantic import Field
from segno import helpers

from servicekit import RequestBody


class Text(RequestBody):
    kind: Literal["text"]
    text: str = Field(min_length=1, max_length=4296, description="Any text, or a URL.")

    def content(self) -> str:
        return self.text


class Wifi(RequestBody):
    kind: Literal["wifi"]
    ssid: str = Field(min_length=1, max_length=32)
    password: str | None = Field(None, max_length=63)
    security: Literal["WPA", "WEP"] | None = "WPA"
    hidden: bool = False

    def content(self) -> str:
        security = self.security if self.password else None
        return helpers.make_wifi_data(self.ssid, self.password, security, hidden=self.hidden)


class Contact(RequestBody):
    """A vCard 3.0."""

    kind: Literal["vcard"]
    family_name: str = Field(min_length=1, max_length=100)
    given_name: str = Field("", max_length=100)
    organization: str | None = Field(None, max_length=200)
    title: str | None = Field(None, max_length=200)
    email: str | None = Field(None, max_length=254)
    phone: str | None = Field(None, max_length=40)
    url: str | None = Field(None, max_length=500)

    def content(self) -> str:
        shown = f"{self.given_name} {self.family_name}".strip()
        return helpers.make_vcard_data(
            f"{self.family_name};{self.given_name}",
            shown,
            org=self.organization,
            title=self.title,
            email=self.email,
            phone=self.phone,
            url=self.url,
        )


class Payment(RequestBody):
    """A SEPA credit transfer (EPC069-12)."""

    kind: Literal["epc"]
    name: str = Field(min_length=1, max_length=70, description="Who is paid.")
    iban: str = Field(min_length=15, max_length=42)
    amount: float = Field(ge=0.01, le=999_999_999.99, description="Euros.")
    text: str | None = Field(None, max_length=140, description="What for; or 'reference', not both.")
    reference: str | None = Field(None, max_length=35, description="A structured reference (ISO 11649).")
    bic: str | None = Field(None, min_length=8, max_length=11)

    def content(self) -> str:
        made = helpers.make_epc_qr(
            name=self.name,
            iban=self.iban,
            amount=self.amount,
            text=self.text,
            reference=self.reference,
            bic=self.bic,
            encoding="utf-8",
        )
        del made  # checks every field by the guideline, and tells what is wrong
        lines = ("BCD", "002", "1", "SCT", self.bic or "", self.name, self.iban.replace(" ", ""))
        end = ("", self.reference or "", self.text or "")
        return "\n".join((*lines, f"EUR{self.amount:.2f}", *end)).rstrip("\n")


class Location(RequestBody):
    kind: Literal["geo"]
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)

    def content(self) -> str:
        return helpers.make_geo_data(self.latitude, self.longitude)


Payload = Annotated[Text | Wifi | Contact | Payment | Location, Field(discriminator="kind")]
