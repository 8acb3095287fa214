"""Rows as receipts and invoices print them: what is wrong or has two readings is not sure."""

from decimal import Decimal

import pytest

from flowforge_ocr.core.fields.extraction import find_fields
from flowforge_ocr.core.fields.line_items import check_sums, find_items
from flowforge_ocr.core.fields.rows import Row
from flowforge_ocr.engines.geometry import Box, Quad
from flowforge_ocr.engines.recognized import Line, Word


def rows(text: str) -> list[Row]:
    """Return the lines of a text as rows that were read without a doubt."""
    found = []
    for at, row in enumerate(text.strip().splitlines()):
        quad = Quad.of_box(Box(0, 30 * at, 12 * len(row), 30 * at + 20))
        words = tuple(Word(word, 1.0, quad) for word in row.split())
        found.append(Row(1, (Line(words, 1.0, quad, "test"),)))
    return found


def sure(text: str) -> dict[str, str]:
    return {name: field.value for name, field in find_fields(rows(text)).items() if field.is_sure}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Date 01/02/2024", "date"),
        ("Order of 1 March 2024\nDelivered 9 March 2024", "date"),
        ("TOTAL $ 9.99", "currency"),
        ("VAT 7% 0.70\nVAT 19% 1.90", "tax_rate"),
        ("VAT ID DE123456789\nVAT ID ATU12345678", "vat_id"),
        ("Receipt 4711", "document_number"),
    ],
)
def test_what_may_be_another_value_is_not_sure(text: str, name: str) -> None:
    assert name in find_fields(rows(text))
    assert name not in sure(text)


def test_a_date_that_is_named_counts_before_others() -> None:
    text = "Delivered 9 March 2024\nInvoice date: 12 March 2024\nInvoice no. 2024-17\nDue date 26 March 2024"
    assert sure(text) == {"date": "2024-03-12", "due_date": "2024-03-26", "document_number": "2024-17"}


def test_a_date_is_no_number_of_a_document() -> None:
    assert "document_number" not in find_fields(rows("Invoice 2024-03-09"))


def test_the_total_is_the_one_that_the_parts_make() -> None:
    fields = find_fields(rows("Subtotal 10.00\nGST 6% 0.60\nTotal 10.60\nTotal tendered 50.00"))
    assert fields["total"].value == "10.60"


def test_a_sum_confirms_only_the_amounts_that_it_is_made_of() -> None:
    read = rows("Tea 4.00\nCake 6.00\nSubtotal 10.00\nTotal points 25.00")
    (check,) = check_sums(find_fields(read), find_items(read))
    assert (check.passed, check.difference, check.confirms) == (True, Decimal(0), ("subtotal", "items"))
