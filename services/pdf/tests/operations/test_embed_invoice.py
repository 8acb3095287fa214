from typing import Any

import httpx
import pytest
from font_samples import typed
from invoice_samples import xml_of
from pdf_samples import content_of, numbered_pages
from web_documents import finished

from flowforge_pdf.core.invoicing.documents import UnreadableInvoice
from flowforge_pdf.operations.embed_invoice import EmbedInvoiceForm, embed_invoice_in_pdf, level_of
from flowforge_pdf.operations.extract_invoice import ExtractInvoiceForm, extract_invoice
from flowforge_pdf.operations.from_html import FromHtmlForm, make_from_html
from flowforge_pdf.operations.to_pdfa import NotConvertible
from flowforge_pdf.settings import PdfSettings


def embedded(file: Any, xml: Any, **options: Any) -> Any:
    return embed_invoice_in_pdf(EmbedInvoiceForm(file=file, xml=xml, **options), PdfSettings())


def test_what_is_embedded_can_be_extracted(spooled: Any) -> None:
    page = spooled(content_of(finished(make_from_html, FromHtmlForm(html="<p>Invoice</p>"), PdfSettings())))
    xml = xml_of(profile="xrechnung")
    result = embedded(page, spooled(xml))
    assert (result.report.level, result.report.name, result.report.findings) == (
        "XRECHNUNG",
        "xrechnung.xml",
        [],
    )
    again = extract_invoice(ExtractInvoiceForm(file=spooled(content_of(result))), PdfSettings())
    assert again.xml.encode() == xml


def test_fonts_that_are_missing_are_replaced(sample: Any, spooled: Any) -> None:
    report = embedded(sample(1), spooled(xml_of())).report
    assert report.findings == []
    assert "Arimo-Regular replaces it" in report.warnings[0]
    symbols = spooled(typed("Wingdings"))
    with pytest.raises(NotConvertible, match="the font Wingdings is missing"):
        embedded(symbols, spooled(xml_of()))
    assert embedded(symbols, spooled(xml_of()), keep_findings=True).report.findings


@pytest.mark.parametrize(
    "xml", [b"text", b"<a/>", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"]
)
def test_what_is_no_invoice(sample: Any, spooled: Any, xml: bytes) -> None:
    with pytest.raises(UnreadableInvoice, match="xml"):
        embedded(sample(1), spooled(xml))


def test_ubl_and_broken_schemas_are_refused(sample: Any, spooled: Any) -> None:
    with pytest.raises(UnreadableInvoice, match="CII"):
        embedded(sample(1), spooled(xml_of(syntax="ubl")))
    broken = xml_of().replace(b"380</ram:TypeCode>", b"380</ram:TypeCode><ram:Nonsense/>")
    with pytest.raises(UnreadableInvoice, match="Nonsense"):
        embedded(sample(1), spooled(broken))


def test_levels() -> None:
    found = [level_of(f"urn:factur-x.eu:1p0:{name}") for name in ("minimum", "basicwl", "extended")]
    assert found == ["MINIMUM", "BASIC WL", "EXTENDED"]


def test_through_http(client: httpx.Client) -> None:
    files = {"file": numbered_pages(1), "xml": ("a.xml", xml_of())}
    answer = client.post("/embed-invoice", files=files, data={"keep_findings": "true"})
    assert answer.status_code == 200, answer.text
