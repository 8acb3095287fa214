import io
from decimal import Decimal
from typing import Any

import httpx
import pikepdf
import pytest
from invoice_samples import INVOICE
from lxml import etree
from pdf_samples import content_of, texts_of

from flowforge_pdf.core.invoicing.documents import UnreadableInvoice, embedded_xml
from flowforge_pdf.core.invoicing.invoices import Invoice, Totals
from flowforge_pdf.core.making.templates import TemplateFailed
from flowforge_pdf.operations.extract_invoice import ExtractInvoiceForm, extract_invoice
from flowforge_pdf.operations.from_invoice import FromInvoiceForm, make_invoice
from flowforge_pdf.operations.validate_invoice import ValidateInvoiceForm, validate_invoice
from flowforge_pdf.settings import PdfSettings


def made(**options: Any) -> Any:
    return make_invoice(FromInvoiceForm(**{"invoice": INVOICE, **options}), PdfSettings())


def test_totals_are_rounded_for_each_line_and_rate() -> None:
    totals = Totals(Invoice(**INVOICE))
    assert (totals.net, totals.tax, totals.gross) == (Decimal("22.91"), Decimal("2.80"), Decimal("25.71"))


def test_the_pdf_carries_what_its_page_says(spooled: Any) -> None:
    result = made(language="de")
    content = content_of(result)
    text = texts_of(content)[0]
    for words in (
        "Rechnung R 2026/117",
        "Mühle GmbH",
        "25.71 EUR",
        "30 Tage netto",
        "DE89370400440532013000",
    ):
        assert words in text, words
    assert result.report.findings == []
    extracted = extract_invoice(ExtractInvoiceForm(file=spooled(content)), PdfSettings())
    assert (extracted.number, extracted.gross, extracted.buyer) == ("R 2026/117", "25.71", "Bäckerei 山田")
    assert validate_invoice(ValidateInvoiceForm(file=spooled(content)), PdfSettings()).findings == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert embedded_xml(pdf)[0] == "factur-x.xml"
        packet = etree.fromstring(pdf.Root.Metadata.read_bytes())
    level = packet.findall(".//{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}ConformanceLevel")
    assert [each.text for each in level] == ["EN 16931"]


@pytest.mark.parametrize("syntax", ["cii", "ubl"])
def test_xrechnung_in_xml(spooled: Any, syntax: Any) -> None:
    content = content_of(made(format="xml", syntax=syntax, profile="xrechnung"))
    assert b"xrechnung_3.0" in content
    validation = validate_invoice(ValidateInvoiceForm(file=spooled(content)), PdfSettings())
    assert validation.passed, validation.findings


def test_reverse_charge_has_no_vat() -> None:
    lines = [{"name": "Service", "unit_price": 100, "vat_category": "AE"}]
    result = made(invoice={**INVOICE, "lines": lines, "vat_exemption_reason": "Reverse charge"}, format="xml")
    assert (result.report.tax, result.report.gross) == ("0.00", "100.00")
    assert b"Reverse charge" in content_of(result)


def test_own_template() -> None:
    template = "<h1>{{ invoice.number }}: {{ totals.gross }}</h1>"
    assert texts_of(content_of(made(template=template)))[0] == "R 2026/117: 25.71"
    with pytest.raises(TemplateFailed):
        made(template="{{ nothing.here }}")


def test_what_the_format_cannot_hold() -> None:
    with pytest.raises(UnreadableInvoice, match="invoice"):
        made(invoice={**INVOICE, "currency": "XXZ"})


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/from-invoice", json={"invoice": INVOICE})
    assert answer.status_code == 200, answer.text
    assert 'filename="R-2026-117.pdf"' in answer.headers["content-disposition"]
