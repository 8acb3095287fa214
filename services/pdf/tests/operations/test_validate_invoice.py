from typing import Any

import httpx
import pytest
from invoice_samples import xml_of

from flowforge_pdf.operations.validate_invoice import ValidateInvoiceForm, validate_invoice
from flowforge_pdf.settings import PdfSettings


def validated(file: Any) -> Any:
    return validate_invoice(ValidateInvoiceForm(file=file), PdfSettings())


@pytest.mark.parametrize("syntax", ["cii", "ubl"])
def test_a_right_one_passes(spooled: Any, syntax: Any) -> None:
    result = validated(spooled(xml_of(syntax=syntax)))
    assert result.passed, result.findings
    assert result.checked


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        (b">25.71</ram:GrandTotalAmount>", b">99.99</ram:GrandTotalAmount>", "BT-112"),
        (b">22.91</ram:LineTotalAmount>", b">20.00</ram:LineTotalAmount>", "BT-106"),
        (b">25.71</ram:DuePayableAmount>", b">1.00</ram:DuePayableAmount>", "BT-115"),
        (b"<ram:ID>R 2026/117</ram:ID>", b"", "BT-1"),
        (b"380</ram:TypeCode>", b"380</ram:TypeCode><ram:Nonsense/>", "schema"),
    ],
)
def test_wrong_sums_and_schemas_are_found(spooled: Any, right: bytes, wrong: bytes, rule: str) -> None:
    content = xml_of()
    assert right in content
    result = validated(spooled(content.replace(right, wrong)))
    assert not result.passed
    assert rule in {each.rule for each in result.findings}


def test_through_http(client: httpx.Client) -> None:
    assert client.post("/validate-invoice", files={"file": xml_of()}).json()["passed"] is True
