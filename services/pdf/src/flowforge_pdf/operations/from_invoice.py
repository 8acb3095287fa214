"""Make an electronic invoice from JSON: a PDF with the XML inside (Factur-X, ZUGFeRD), or XRechnung as XML.

Totals are computed: each line rounded, then VAT for each rate. The PDF is PDF/A-3b. With `template`, the page
is your own HTML in Jinja's language, with the values `invoice` and `totals`.
"""

import io
from typing import Any, Literal

import pikepdf
from pydantic import BaseModel, Field

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf.core.changing.archiving import Finding
from flowforge_pdf.core.documents import MEDIA_TYPE
from flowforge_pdf.core.invoicing.documents import Profile, UnreadableInvoice, write_xml
from flowforge_pdf.core.invoicing.embedding import embed_invoice
from flowforge_pdf.core.invoicing.invoices import Invoice, Totals
from flowforge_pdf.core.invoicing.pages import INVOICE_PAGE, LABELS
from flowforge_pdf.core.making.page_setup import PageSetup
from flowforge_pdf.core.making.templates import TemplateFailed, render_template
from flowforge_pdf.core.making.typesetting import MAKING, make
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.opening import RUN
from servicekit import FileOutput, operation

_EXAMPLE = {
    "invoice": {
        "number": "2026-117",
        "issue_date": "2026-11-30",
        "seller": {
            "name": "Mill Ltd",
            "street": "Mill Road 1",
            "postcode": "10115",
            "city": "Berlin",
            "vat_id": "DE123456789",
        },
        "buyer": {"name": "Bakery Ltd", "street": "Oven Street 2", "postcode": "53111", "city": "Bonn"},
        "lines": [{"name": "Flour", "quantity": 10, "unit_price": 1.2, "vat_percent": 7}],
    }
}


class FromInvoiceForm(PageSetup):
    invoice: Invoice = Field(description="The invoice; totals are computed.")
    format: Literal["pdf", "xml"] = Field("pdf", description="A PDF with the XML inside, or the XML alone.")
    syntax: Literal["cii", "ubl"] = Field("cii", description="Syntax of the XML; a PDF takes cii only.")
    profile: Profile = Field("en16931", description="en16931 (Factur-X, ZUGFeRD) or xrechnung.")
    language: Literal["en", "de", "fr"] = Field("en", description="Language of the page's labels.")
    template: str | None = Field(
        None, min_length=1, max_length=500_000, description="HTML of the page, instead of the built-in one."
    )


class InvoiceReport(BaseModel):
    net: str = Field(description="Sum without VAT.")
    tax: str = Field(description="VAT.")
    gross: str = Field(description="Sum with VAT.")
    due: str = Field(description="Amount due.")
    findings: list[Finding] = Field(description="What a check of the PDF as PDF/A-3b found.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/from-invoice",
    errors=(*MAKING, UnreadableInvoice, TemplateFailed, FontLacksCharacters),
    run=RUN,
    example=_EXAMPLE,
)
def make_invoice(form: FromInvoiceForm, settings: PdfSettings) -> FileOutput[InvoiceReport]:
    totals = Totals(form.invoice)
    syntax: Literal["cii", "ubl"] = "cii" if form.format == "pdf" else form.syntax
    xml = write_xml(form.invoice, syntax, form.profile)
    name = "".join(each if each.isalnum() or each in "-_" else "-" for each in form.invoice.number)
    if form.format == "xml":
        return FileOutput(xml, "application/xml", f"{name}.xml", _report(totals, [], []))
    data = {
        "invoice": form.invoice.model_dump(mode="json"),
        "totals": _values(totals),
        "lines": _lines(form.invoice),
        "labels": LABELS[form.language],
    }
    page = render_template(form.template or INVOICE_PAGE, data)
    made = make(
        page, form.model_copy(update={"title": form.title or form.invoice.number}), settings.limits, name
    )
    level, file = (
        ("XRECHNUNG", "xrechnung.xml") if form.profile == "xrechnung" else ("EN 16931", "factur-x.xml")
    )
    with pikepdf.open(_stream(made.data)) as pdf:
        content, findings = embed_invoice(pdf, xml, level, file)
    warnings = made.report.warnings if made.report else []
    return FileOutput(content, MEDIA_TYPE, f"{name}.pdf", _report(totals, findings, warnings))


def _stream(data: object) -> io.BytesIO:
    assert isinstance(data, bytes)  # noqa: S101 - what make returns
    return io.BytesIO(data)


def _lines(invoice: Invoice) -> list[dict[str, str]]:
    return [
        {
            "name": line.name,
            "description": line.description,
            "quantity": f"{line.quantity.normalize():f}",
            "price": f"{line.unit_price:,.2f}",
            "vat": f"{(line.vat_percent if line.vat_category == 'S' else 0):g}",
            "total": f"{line.total:,.2f}",
        }
        for line in invoice.lines
    ]


def _values(totals: Totals) -> dict[str, Any]:
    groups = [
        {
            "percent": f"{group.percent.normalize():f}",
            "base": f"{group.base:,.2f}",
            "tax": f"{group.tax:,.2f}",
        }
        for group in totals.groups
    ]
    amounts = {name: f"{getattr(totals, name):,.2f}" for name in ("net", "tax", "gross", "due")}
    return {**amounts, "groups": groups}


def _report(totals: Totals, findings: list[Finding], warnings: list[str]) -> InvoiceReport:
    net, tax, gross, due = (str(getattr(totals, name)) for name in ("net", "tax", "gross", "due"))
    return InvoiceReport(net=net, tax=tax, gross=gross, due=due, findings=findings, warnings=warnings)
