"""Extract the invoice in XML from a PDF (Factur-X, ZUGFeRD, XRechnung), or read one in XML, as JSON.

`terms` are the business terms of EN 16931 by their numbers: BT-1 is the number, BT-112 the sum with VAT.
"""

from typing import Any

from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import CACHE, PdfForm
from flowforge_pdf.core.invoicing.documents import NoInvoice, UnreadableInvoice, parse_xml, read_terms
from flowforge_pdf.core.invoicing.examples import INVOICE_XML
from flowforge_pdf.core.invoicing.sources import invoice_of
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN
from servicekit import operation


class ExtractInvoiceForm(PdfForm):
    """The file is a PDF, or an invoice in XML."""


class ExtractedInvoice(BaseModel):
    name: str = Field(description="Name of the attachment, or of the file that was sent.")
    syntax: str = Field(description="cii or ubl.")
    profile: str = Field(description="Specification that the invoice names (BT-24).")
    number: str = Field(description="Number of the invoice.")
    issue_date: str = Field(description="Date of the invoice, as 2026-01-31.")
    due_date: str | None = Field(description="When it must be paid; null if it does not say.")
    currency: str = Field(description="Currency of the amounts, ISO 4217.")
    seller: str = Field(description="Name of the seller.")
    buyer: str = Field(description="Name of the buyer.")
    net: str | None = Field(description="Sum without VAT.")
    tax: str | None = Field(description="VAT.")
    gross: str | None = Field(description="Sum with VAT.")
    due: str | None = Field(description="Amount due.")
    terms: dict[str, Any] = Field(description="All business terms by their numbers.")
    xml: str = Field(description="The invoice as it is.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/extract-invoice",
    errors=(*OPENING, NoInvoice, UnreadableInvoice),
    run=RUN,
    cache=CACHE,
    example={"file": INVOICE_XML},
)
def extract_invoice(form: ExtractInvoiceForm, settings: PdfSettings) -> ExtractedInvoice:
    name, content, warnings = invoice_of(form, settings.limits)
    root = parse_xml(content)
    terms = read_terms(root)
    seller, buyer = ((terms.get(key) or {}).get("name", "") for key in ("BG-4", "BG-7"))
    amounts = {
        key: terms.get(number)
        for key, number in (("net", "BT-109"), ("tax", "BT-110"), ("gross", "BT-112"), ("due", "BT-115"))
    }
    return ExtractedInvoice(
        name=name,
        syntax="cii" if root.tag.endswith("CrossIndustryInvoice") else "ubl",
        profile=str(terms.get("BT-24", "")),
        number=str(terms.get("BT-1", "")),
        issue_date=str(terms.get("BT-2", "")),
        due_date=terms.get("BT-9"),
        currency=str(terms.get("BT-5", "")),
        seller=seller,
        buyer=buyer,
        **amounts,
        terms=terms,
        xml=content.decode("utf-8", "replace"),
        warnings=warnings,
    )
