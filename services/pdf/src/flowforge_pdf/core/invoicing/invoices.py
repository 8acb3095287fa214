"""An invoice as people describe it, its totals, and its terms by the numbers of EN 16931."""

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from servicekit import RequestBody

_CENT = Decimal("0.01")
_COUNTRY = r"^[A-Za-z]{2}$"
Amount = Annotated[Decimal, Field(ge=Decimal(-(10**9)), le=Decimal(10**9), max_digits=18, decimal_places=6)]
VatCategory = Literal["S", "Z", "E", "AE", "K", "G", "O"]


class Party(RequestBody):
    name: str = Field(min_length=1, max_length=300, description="Name of the company or person.")
    street: str = Field("", max_length=300, description="Street and number.")
    postcode: str = Field("", max_length=30, description="Postal code of the city.")
    city: str = Field("", max_length=200, description="City of the address.")
    country: str = Field("DE", pattern=_COUNTRY, description="Country (ISO 3166), such as DE or FR.")
    vat_id: str = Field("", max_length=50, description="VAT number, such as DE123456789.")
    tax_id: str = Field("", max_length=50, description="Local tax number.")
    email: str = Field("", max_length=200, description="Address that electronic invoices are sent to.")
    phone: str = Field("", max_length=50, description="Phone number for questions.")
    contact: str = Field("", max_length=200, description="Name of the person to contact.")


class InvoiceLine(RequestBody):
    name: str = Field(min_length=1, max_length=300, description="Name of the goods or service.")
    description: str = Field("", max_length=2_000, description="More about it, below the name.")
    quantity: Amount = Field(Decimal(1), description="How many units are sold.")
    unit: str = Field(
        "C62", max_length=3, description="Unit (UN/ECE Recommendation 20): C62 is a piece, HUR an hour."
    )
    unit_price: Amount = Field(description="Price of one unit without VAT.")
    vat_percent: Annotated[Decimal, Field(ge=0, le=100)] = Field(
        Decimal(19), description="VAT rate of the line: 19 is 19 %."
    )
    vat_category: VatCategory = Field(
        "S", description="S standard, Z zero, E exempt, AE reverse charge, K, G, O."
    )

    @property
    def total(self) -> Decimal:
        return rounded(self.quantity * self.unit_price)


class Invoice(RequestBody):
    number: str = Field(
        min_length=1, max_length=100, description="Number that identifies the invoice for the seller."
    )
    kind: Literal["invoice", "credit_note"] = Field("invoice", description="`credit_note` gives money back.")
    issue_date: date = Field(description="Date of the invoice.")
    due_date: date | None = Field(None, description="When it must be paid; not stated if absent.")
    delivery_date: date | None = Field(None, description="By default the date of issue.")
    currency: str = Field("EUR", pattern=r"^[A-Z]{3}$", description="Currency of all amounts, ISO 4217.")
    seller: Party = Field(description="Who sells and is paid.")
    buyer: Party = Field(description="Who buys and pays.")
    lines: list[InvoiceLine] = Field(
        min_length=1, max_length=1_000, description="Goods and services, one line each."
    )
    buyer_reference: str = Field(
        "", max_length=100, description="Reference of the buyer; XRechnung: the Leitweg-ID."
    )
    order_number: str = Field("", max_length=100, description="Number of the buyer's order.")
    note: str = Field("", max_length=2_000, description="Free text on the invoice.")
    payment_terms: str = Field("", max_length=1_000, description="Conditions of payment, such as a discount.")
    vat_exemption_reason: str = Field(
        "", max_length=500, description="Required for categories E, AE, K, G and O."
    )
    iban: str = Field("", max_length=42, description="Account of the seller.")
    bic: str = Field("", max_length=11, description="Bank of the seller.")
    prepaid: Amount = Field(Decimal(0), description="Amount that was paid already.")

    @field_validator("iban")
    @classmethod
    def _without_spaces(cls, iban: str) -> str:
        return iban.replace(" ", "").upper()


class VatGroup:
    """Lines of one category and rate together."""

    def __init__(self, category: str, percent: Decimal, base: Decimal) -> None:
        self.category, self.percent, self.base = category, percent, base
        self.tax = rounded(base * percent / 100)


class Totals:
    """The totals of an invoice, rounded as EN 16931 says: for each line, then for each VAT rate."""

    def __init__(self, invoice: Invoice) -> None:
        bases: dict[tuple[str, Decimal], Decimal] = defaultdict(Decimal)
        for line in invoice.lines:
            percent = Decimal(0) if line.vat_category != "S" else line.vat_percent
            bases[line.vat_category, percent] += line.total
        self.groups = [VatGroup(category, percent, base) for (category, percent), base in bases.items()]
        self.net = sum((group.base for group in self.groups), Decimal(0))
        self.tax = sum((group.tax for group in self.groups), Decimal(0))
        self.gross = self.net + self.tax
        self.due = self.gross - invoice.prepaid


def rounded(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)


def terms_of(invoice: Invoice, totals: Totals) -> dict[str, Any]:
    """Return the business terms of EN 16931 by their numbers; empty ones are left out."""
    terms = {
        "BT-1": invoice.number,
        "BT-2": invoice.issue_date,
        "BT-3": "381" if invoice.kind == "credit_note" else "380",
        "BT-5": invoice.currency,
        "BT-9": invoice.due_date,
        "BT-10": invoice.buyer_reference,
        "BT-13": invoice.order_number,
        "BT-20": invoice.payment_terms,
        "BT-72": invoice.delivery_date or invoice.issue_date,
        "BG-1": [{"BT-22": invoice.note}] if invoice.note else None,
        "BG-4": _party(invoice.seller, contact=True),
        "BG-7": _party(invoice.buyer, contact=bool(invoice.buyer.contact)),
        "BT-81": "58" if invoice.iban else None,
        "BT-84": invoice.iban,
        "BT-86": invoice.bic,
        "BG-23": [_group(invoice, group) for group in totals.groups],
        "BT-106": str(totals.net),
        "BT-109": str(totals.net),
        "BT-110": str(totals.tax),
        "BT-112": str(totals.gross),
        "BT-113": str(invoice.prepaid) if invoice.prepaid else None,
        "BT-115": str(totals.due),
        "BG-25": [_line(number, line) for number, line in enumerate(invoice.lines, 1)],
    }
    return _filled(terms)


def _party(party: Party, *, contact: bool) -> dict[str, Any]:
    contacts = [_filled({"name": party.contact or party.name, "phone": party.phone, "email": party.email})]
    return _filled({
        "name": party.name,
        "vat_identifier": party.vat_id,
        "tax_identifier": party.tax_id,
        "einvoicing_addr": party.email,
        "einvoicing_addr_schemeid": "EM" if party.email else None,
        "addr_l1": party.street,
        "city": party.city,
        "postcode": party.postcode,
        "country_code": party.country.upper(),
        "contacts": contacts if contact else None,
    })  # fmt: skip


def _group(invoice: Invoice, group: VatGroup) -> dict[str, Any]:
    exempt = group.category not in ("S", "Z")
    return _filled({
        "BT-116": str(group.base),
        "BT-117": str(group.tax),
        "BT-118": group.category,
        "BT-119": str(rounded(group.percent)),
        "BT-120": (invoice.vat_exemption_reason or "Exempt from VAT") if exempt else None,
    })  # fmt: skip


def _line(number: int, line: InvoiceLine) -> dict[str, Any]:
    percent = line.vat_percent if line.vat_category == "S" else Decimal(0)
    return _filled({
        "BT-126": str(number),
        "BT-153": line.name,
        "BT-154": line.description,
        "BT-146": str(line.unit_price),
        "BT-129": str(line.quantity),
        "BT-130": line.unit,
        "BT-151": line.vat_category,
        "BT-152": str(rounded(percent)),
        "BT-131": str(line.total),
    })  # fmt: skip


def _filled(terms: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in terms.items() if value not in (None, "")}
