from decimal import Decimal

import pytest

from flowforge_ocr.core.fields.amounts import amounts_in, currency_in


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("TOTAL 1,234.56", ["1234.56"]),
        ("Summe 1.234,56 €", ["1234.56"]),
        ("CHF 1'234.50", ["1234.50"]),
        ("2 x 3,98  7,96", ["3.98", "7.96"]),
        ("Discount -2.50", ["-2.50"]),
        ("Pfand 0,25-", ["-0.25"]),
        ("VAT 13.5%  3.58", ["3.58"]),
        ("Bananas 0.84kg 1.22", ["1.22"]),
        ("Total 43,800.00", ["43800.00"]),
        ("2024-03-09 17:42", []),
        ("31.12.2024", []),
        ("Tel 01632 960 114", []),
    ],
)
def test_amounts(text: str, values: list[str]) -> None:
    assert [amount.value for amount in amounts_in(text)] == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("text", "code"),
    [("TOTAL EUR 30.09", "EUR"), ("$12.00 and $3", "USD"), ("12.00", None), ("£2 EUR EUR", "EUR")],
)
def test_currencies(text: str, code: str | None) -> None:
    assert currency_in(text) == code
