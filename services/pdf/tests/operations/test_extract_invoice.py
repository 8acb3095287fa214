from typing import Any

import httpx
import pytest
from invoice_samples import INVOICE, xml_of
from pdf_samples import content_of, numbered_pages

from flowforge_pdf.core.invoicing.documents import NoInvoice, UnreadableInvoice
from flowforge_pdf.operations.attach import AttachForm, attach_files
from flowforge_pdf.operations.extract_invoice import ExtractInvoiceForm, extract_invoice
from flowforge_pdf.settings import PdfSettings


def extracted(file: Any) -> Any:
    return extract_invoice(ExtractInvoiceForm(file=file), PdfSettings())


@pytest.mark.parametrize("syntax", ["cii", "ubl"])
def test_xml_alone(spooled: Any, syntax: Any) -> None:
    found = extracted(spooled(xml_of(syntax=syntax), "a.xml"))
    assert (found.syntax, found.number, found.issue_date) == (syntax, INVOICE["number"], "2026-11-30")
    assert (found.net, found.tax, found.gross, found.currency) == ("22.91", "2.80", "25.71", "EUR")
    assert found.terms["BG-25"][0]["BT-153"] == "Mehl"


def test_an_attachment_under_another_name(sample: Any, spooled: Any) -> None:
    form = AttachForm(file=sample(1), attachments=[spooled(xml_of(), "rechnung-117.xml")])
    found = extracted(spooled(content_of(attach_files(form, PdfSettings()))))
    assert (found.name, found.gross) == ("rechnung-117.xml", "25.71")


def test_faults(sample: Any, spooled: Any) -> None:
    with pytest.raises(NoInvoice, match="none"):
        extracted(sample(1))
    for content in (b"<broken", b"<html/>"):
        with pytest.raises(UnreadableInvoice):
            extracted(spooled(content))


def test_through_http(client: httpx.Client) -> None:
    assert client.post("/extract-invoice", files={"file": xml_of()}).json()["seller"] == "Mühle GmbH"
    error = client.post("/extract-invoice", files={"file": numbered_pages(1)}).json()["error"]
    assert error["code"] == "INVOICE_NOT_FOUND"
