"""The page of an invoice, for callers who bring no template, and its labels."""

from pathlib import Path

LABELS = {
    "en": {
        "invoice": "Invoice", "credit_note": "Credit note", "number": "Number", "date": "Date", "due": "Due",
        "delivery": "Delivery", "item": "Item", "quantity": "Quantity",
        "price": "Price", "vat": "VAT", "total": "Total",
        "net": "Sum without VAT", "gross": "Sum with VAT", "prepaid": "Paid", "payable": "Amount due",
        "reference": "Reference", "order": "Order", "vat_id": "VAT number", "page": "Page",
    },
    "de": {
        "invoice": "Rechnung", "credit_note": "Gutschrift",
        "number": "Nummer", "date": "Datum", "due": "Fällig",
        "delivery": "Lieferung", "item": "Position", "quantity": "Menge",
        "price": "Preis", "vat": "USt.", "total": "Summe",
        "net": "Summe netto", "gross": "Summe brutto", "prepaid": "Bezahlt", "payable": "Zahlbetrag",
        "reference": "Referenz", "order": "Bestellung", "vat_id": "USt-IdNr.", "page": "Seite",
    },
    "fr": {
        "invoice": "Facture", "credit_note": "Avoir", "number": "Numéro", "date": "Date", "due": "Échéance",
        "delivery": "Livraison", "item": "Désignation", "quantity": "Quantité",
        "price": "Prix", "vat": "TVA", "total": "Total",
        "net": "Total HT", "gross": "Total TTC", "prepaid": "Payé", "payable": "Net à payer",
        "reference": "Référence", "order": "Commande", "vat_id": "N° TVA", "page": "Page",
    },
}  # fmt: skip
INVOICE_PAGE = Path(__file__).with_name("page.html").read_text(encoding="utf-8")
