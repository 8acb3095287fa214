"""An invoice with two VAT rates, and its XML."""

from typing import Any

from pdf_samples import content_of

from flowforge_pdf.operations.from_invoice import FromInvoiceForm, make_invoice
from flowforge_pdf.settings import PdfSettings

INVOICE: dict[str, Any] = {
    "number": "R 2026/117",
    "issue_date": "2026-11-30",
    "due_date": "2026-12-30",
    "seller": {
        "name": "Mühle GmbH", "street": "Mühlweg 1", "postcode": "10115", "city": "Berlin", "country": "DE",
        "vat_id": "DE123456789", "email": "rechnung@muehle.example", "phone": "+49 30 1", "contact": "Ada",
    },
    "buyer": {
        "name": "Bäckerei 山田", "street": "Ofenweg 2", "postcode": "53111", "city": "Bonn", "country": "DE",
        "email": "post@baeckerei.example",
    },
    "lines": [
        {"name": "Mehl", "quantity": "10.5", "unit": "KGM", "unit_price": "1.23", "vat_percent": 7},
        {"name": "Lieferung", "unit_price": "9.99", "vat_percent": 19},
    ],
    "buyer_reference": "04011000-12345-67",
    "iban": "DE89 3704 0044 0532 0130 00",
    "payment_terms": "30 Tage netto",
}  # fmt: skip


def xml_of(**options: Any) -> bytes:
    return content_of(
        make_invoice(FromInvoiceForm(**{"invoice": INVOICE, "format": "xml", **options}), PdfSettings())
    )
