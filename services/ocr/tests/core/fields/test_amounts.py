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
    ("text", "found"),
    [
        ("TOTAL EUR 30.09", ("EUR", True)),
        ("12,50 € inkl. MwSt", ("EUR", True)),
        ("TOTAL RM 15.90", ("MYR", True)),
        ("US$ 12.00", ("USD", True)),
        ("$12.00 and $3", ("USD", False)),
        ("¥ 980", ("JPY", False)),
        ("TRY OUR NEW MENU", ("TRY", False)),
        ("£2.00 and 3.00 EUR 4.00 EUR", ("EUR", False)),
        ("12.00", None),
    ],
)
def test_currencies(text: str, found: tuple[str, bool] | None) -> None:
    assert currency_in(text) == found


def test_whole_amounts_need_a_sign() -> None:
    assert [amount.value for amount in amounts_in("合計 ¥980 (2 items)")] == [Decimal(980)]
