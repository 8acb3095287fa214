"""The XML of invoices: written, found inside PDFs, read, and checked."""

import io
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

import pikepdf
from lxml import etree

from flowforge_pdf.core.invoicing.invoices import Invoice, Totals, rounded, terms_of
from servicekit import InvalidInput, NotFound

Profile = Literal["en16931", "xrechnung"]
NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml")
CHECKED = [
    "XML schema of the profile",
    "totals: lines, VAT for each rate, sum without VAT, VAT, sum with VAT, amount due",
    "required terms: number, dates, currency, seller and buyer",
]
_PLAIN = "urn:cen.eu:en16931:2017"
_XRECHNUNG = f"{_PLAIN}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
_REQUIRED = {
    "BT-1": "number", "BT-2": "date of issue", "BT-3": "type", "BT-5": "currency", "BG-4": "seller",
    "BG-7": "buyer", "BT-112": "sum with VAT",
}  # fmt: skip


class NoInvoice(NotFound):
    code = "INVOICE_NOT_FOUND"
    message = "'file' is a PDF without an invoice in XML: its attachments are {names}."


class UnreadableInvoice(InvalidInput):
    code = "INVOICE_UNREADABLE"
    message = "'{field}' is not an invoice in XML (CII or UBL): {reason}."


@dataclass(frozen=True, slots=True)
class InvoiceFinding:
    rule: str
    message: str


def write_xml(invoice: Invoice, syntax: Literal["cii", "ubl"], profile: Profile) -> bytes:
    """Return the invoice in XML. Raises UnreadableInvoice for what the format cannot hold."""
    import facturx  # type: ignore[import-untyped]  # noqa: PLC0415 - few calls need it

    flavor = "factur-x" if syntax == "cii" else "ubl-2.1"
    try:
        xml: bytes = facturx.generate_xml(
            terms_of(invoice, Totals(invoice)), flavor=flavor, level="en16931", check_schematron=False
        )
    except Exception as error:  # it raises plain exceptions for what the schema refuses
        raise UnreadableInvoice(field="invoice", reason=_short(error)) from error
    return xml.replace(f">{_PLAIN}<".encode(), f">{_XRECHNUNG}<".encode()) if profile == "xrechnung" else xml


def embedded_xml(pdf: pikepdf.Pdf) -> tuple[str, bytes]:
    """Return name and content of the invoice that *pdf* has attached. Raises NoInvoice."""
    attachments = pdf.attachments
    for name in attachments:
        if name.lower() in NAMES:
            return name, attachments[name].get_file().read_bytes()
    for name in attachments:
        if name.lower().endswith(".xml"):
            content = attachments[name].get_file().read_bytes()
            if b"CrossIndustry" in content or b"urn:oasis:names:specification:ubl" in content:
                return name, content
    raise NoInvoice(names=", ".join(list(attachments)[:10]) or "none")


def parse_xml(content: bytes, field: str = "file") -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.parse(io.BytesIO(content), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise UnreadableInvoice(field=field, reason="it is not well-formed XML") from error


def read_terms(root: etree._Element, field: str = "file") -> dict[str, Any]:
    """Return the business terms by their numbers."""
    import facturx  # noqa: PLC0415 - see above

    try:
        terms: dict[str, Any] = facturx.parse_ubl_cii_xml(root, check_xsd=False, date_as="string")
    except Exception as error:  # likewise
        raise UnreadableInvoice(field=field, reason=_short(error)) from error
    return terms


def schema_findings(root: etree._Element) -> list[InvoiceFinding]:
    import facturx  # noqa: PLC0415 - see above

    try:
        facturx.xml_check_xsd(root)
    except Exception as error:  # noqa: BLE001 - it raises plain exceptions
        return [InvoiceFinding("schema", _short(error))]
    return []


def sum_findings(terms: dict[str, Any]) -> list[InvoiceFinding]:
    """Recompute the totals: a schema lets wrong ones pass."""
    found = [
        InvoiceFinding(number, f"The {name} is missing.")
        for number, name in _REQUIRED.items()
        if not terms.get(number)
    ]
    lines, groups = terms.get("BG-25") or [], terms.get("BG-23") or []
    allowances = sum((_number(each.get("amount")) for each in terms.get("BG-20") or []), Decimal(0))
    charges = sum((_number(each.get("amount")) for each in terms.get("BG-21") or []), Decimal(0))
    net = sum((_number(line.get("BT-131")) for line in lines), Decimal(0))
    tax = sum((_number(group.get("BT-117")) for group in groups), Decimal(0))
    net_due = _number(terms.get("BT-112")) - _number(terms.get("BT-113"))
    expected = [
        ("BT-106", "sum of the lines", net),
        ("BT-109", "sum without VAT", _number(terms.get("BT-106", net)) - allowances + charges),
        ("BT-110", "VAT", tax),
        ("BT-112", "sum with VAT", _number(terms.get("BT-109")) + _number(terms.get("BT-110"))),
        ("BT-115", "amount due", net_due + _number(terms.get("BT-114"))),
    ]  # fmt: skip
    if not lines:
        expected = expected[2:]
    for number, name, value in expected:
        if number in terms and rounded(_number(terms[number])) != rounded(value):
            found.append(
                InvoiceFinding(number, f"The {name} is {terms[number]}, but its parts make {rounded(value)}.")
            )
    return found + _group_findings(groups)


def _group_findings(groups: list[dict[str, Any]]) -> list[InvoiceFinding]:
    found = []
    for group in groups:
        base, rate, tax = (_number(group.get(key)) for key in ("BT-116", "BT-119", "BT-117"))
        if abs(rounded(base * rate / 100) - tax) > 1:
            found.append(
                InvoiceFinding(
                    "BT-117", f"VAT of {rate} % on {base} is {rounded(base * rate / 100)}, not {tax}."
                )
            )
    return found


def _number(value: object) -> Decimal:
    try:
        return Decimal(str(value if value not in (None, "") else 0))
    except InvalidOperation:
        return Decimal(0)


def _short(error: Exception) -> str:
    text = " ".join(str(error).split())
    _, _, cause = text.partition("cause of the problem: ")
    for prefix in ("{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}",
                   "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}"):  # fmt: skip
        cause = cause.replace(prefix, "")
    return (cause or text)[:300].rstrip(". ")
