"""What values can be checked to be."""

from typing import Literal

CheckKind = Literal[
    "email",
    "phone",
    "iban",
    "bic",
    "card",
    "vat",
    "ean",
    "isbn",
    "issn",
    "url",
    "ip",
    "mac",
    "uuid",
    "postcode",
    "country",
    "currency",
    "hex_color",
    "domain",
    "lei",
    "isin",
]
