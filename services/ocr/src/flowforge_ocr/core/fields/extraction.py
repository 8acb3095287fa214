"""Find the fields of a receipt or an invoice by the words beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from flowforge_ocr.core.fields.amounts import Amount, amounts_in, currency_in
from flowforge_ocr.core.fields.dates import date_in
from flowforge_ocr.core.fields.rows import Row

_SURE = 0.9
_GUESSED, _LABELED = 0.6, 0.95


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})", re.IGNORECASE)


SUBTOTAL = _words(
    "sub-?\\s?total",
    "net(?:to)?\\b",
    "zwischensumme",
    "sous-total",
    "total ht",
    "subtotale",
    "imponibile",
    "base imponible",
)
TAX = _words(
    "vat\\b",
    "tax\\b",
    "sales tax",
    "mwst",
    "ust\\b",
    "umsatzsteuer",
    "tva\\b",
    "iva\\b",
    "gst\\b",
    "btw\\b",
    "moms\\b",
)
TOTAL = _words(
    "grand total",
    "total",
    "amount due",
    "balance due",
    "summe",
    "gesamt",
    "zu zahlen",
    "montant",
    "à payer",
    "totale",
    "importe",
    "te betalen",
    "合计",
    "总计",
    "合計",
)
NOT_TOTAL = _words("total (?:items|qty|savings|discount|vat|tax|ht)", "sub", "net", "rounding")
DUE = _words("due", "fällig", "zahlbar bis", "échéance", "scadenza", "vencimiento")
_DATE = _words("(?:invoice|issue|receipt|bill|rechnungs|beleg)?[ -]?(?:date|datum|data|fecha)\\b")
_NUMBER = re.compile(
    r"(?:invoice|receipt|rechnungs?|facture|fattura|factura|bill)[\s-]*(?P<label>no|nr|num|number|nummer|n°|#|id)?[.:#\s]*"
    r"(?P<number>(?=[A-Z/-]*\d)[A-Z0-9][A-Z0-9/-]{2,})",
    re.IGNORECASE,
)
_VAT_ID = re.compile(
    r"\b(?:ATU\d{8}|(?:DE|EE|EL|PT)\d{9}|(?:FI|HU|LU|MT|SI|DK)\d{8}|IT\d{11}|FR[A-Z0-9]{2}\d{9}|NL\d{9}B\d{2}|PL\d{10}|BE[01]\d{9}|ES[A-Z0-9]\d{7}[A-Z0-9]|GB\d{9}|IE\d[A-Z0-9]\d{5}[A-Z]{1,2}|SE\d{12})\b"
)
_SPLIT = re.compile(r"(?<=\w)\s+(?=\d)")  # numbers are printed in groups
_RATE = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s?%")
_IBAN: tuple[Literal["iban"]] = ("iban",)
_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Field:
    """`value` is normalized: a decimal number with a point, an ISO date, or text."""

    name: str
    value: str
    quote: str
    confidence: float
    row: Row

    @property
    def is_sure(self) -> bool:
        return self.confidence >= _SURE


def find_fields(rows: Sequence[Row]) -> dict[str, Field]:
    """Return the fields by their names. One that the document states in two ways is not sure."""
    found: dict[str, list[Field]] = {}
    for field in (*_seller(rows), *_amounts(rows), *_dates(rows), *_numbers(rows), *_currency(rows)):
        found.setdefault(field.name, []).append(field)
    return {name: _chosen(fields) for name, fields in found.items()}


def _chosen(fields: Sequence[Field]) -> Field:
    best = max(fields, key=lambda field: field.confidence)
    others = {field.value for field in fields if field.confidence > _GUESSED} - {best.value}
    return replace(best, confidence=min(best.confidence, _GUESSED)) if others else best


def _currency(rows: Sequence[Row]) -> Iterator[Field]:
    found = currency_in("\n".join(row.text for row in rows))
    if found is not None:
        code, sure = found
        row = next((row for row in rows if (currency_in(row.text) or ("",))[0] == code), rows[0])
        yield Field("currency", code, row.text, (_LABELED if sure else _GUESSED) * row.confidence, row)


def _seller(rows: Sequence[Row]) -> Iterator[Field]:
    """Yield the row that is probably the seller: the largest letters near the top."""
    top = [
        row for row in rows[:6] if sum(map(str.isalpha, row.text)) >= _LETTERS and date_in(row.text) is None
    ]
    if top:
        best = max(top, key=lambda row: (round(row.height / 6), -rows.index(row)))
        yield Field("seller", best.lines[0].text, best.text, _GUESSED, best)


def last_amount(row: Row) -> Amount | None:
    return max(amounts_in(row.text), key=lambda amount: amount.start, default=None)


def _amounts(rows: Sequence[Row]) -> Iterator[Field]:
    totals: list[Field] = []
    parts: dict[str, Decimal] = {}
    for row, below in pairwise([*rows, None]):
        assert row is not None  # noqa: S101 - only the last is None
        for name in _labels(row.text):
            source = row
            amount = last_amount(row)
            if amount is None and below is not None and name == "total" and not _labels(below.text):
                source, amount = below, last_amount(below)
            if amount is None:
                continue
            field = Field(name, str(amount.value), source.text, _LABELED * source.confidence, source)
            if name == "total":
                totals.append(field)
            else:
                parts.setdefault(name, amount.value)
                yield field
            if name == "tax" and (rate := _RATE.search(row.text)):
                yield Field("tax_rate", rate[1].replace(",", "."), rate[0], _LABELED * row.confidence, row)
    if totals:
        made = sum(parts.values(), Decimal(0))
        yield max(totals, key=lambda field: (Decimal(field.value) == made, Decimal(field.value)))


def _labels(text: str) -> list[str]:
    if SUBTOTAL.search(text):
        return ["subtotal"]
    if TAX.search(text) and not re.match(r"\s*total", text, re.IGNORECASE):
        return ["tax"]
    return ["total"] if TOTAL.search(text) and not NOT_TOTAL.search(text) else []


def _dates(rows: Sequence[Row]) -> Iterator[Field]:
    dated = [(row, found) for row in rows if (found := date_in(row.text)) is not None]
    named = [one for one in dated if _DATE.search(one[0].text) or DUE.search(one[0].text)]
    has_date = any(not DUE.search(row.text) for row, _ in named)
    for row, found in named if has_date else dated:
        name = "due_date" if DUE.search(row.text) else "date"
        confidence = (_GUESSED if found.is_ambiguous else _LABELED) * row.confidence
        yield Field(name, found.value.isoformat(), found.quote, confidence, row)


def _numbers(rows: Sequence[Row]) -> Iterator[Field]:
    from flowforge_pii import find_personal_data  # noqa: PLC0415 - few calls need it

    for row in rows:
        if (hit := _NUMBER.search(row.text)) and date_in(hit["number"]) is None:
            sure = _LABELED if hit["label"] else _GUESSED
            yield Field("document_number", hit["number"], hit[0], sure * row.confidence, row)
        if hit := _VAT_ID.search(_SPLIT.sub("", row.text)):
            yield Field("vat_id", hit[0], row.text, _LABELED * row.confidence, row)
        for span in find_personal_data(row.text, _IBAN):
            yield Field(
                "iban", "".join(span.value.split()), span.value, 1.0, row
            )  # its check digits are right
