from datetime import date

import pytest

from flowforge_ocr.core.fields.dates import date_in


@pytest.mark.parametrize(
    ("text", "value", "ambiguous"),
    [
        ("2024-03-09 17:42", date(2024, 3, 9), False),
        ("Datum: 09.03.2024", date(2024, 3, 9), False),
        ("25/03/2024", date(2024, 3, 25), False),
        ("03/25/24", date(2024, 3, 25), False),
        ("03/04/2024", date(2024, 4, 3), True),
        ("9th March 2024", date(2024, 3, 9), False),
        ("Mar. 9, 2024", date(2024, 3, 9), False),
        ("9. März 2024", date(2024, 3, 9), False),
        ("25-DEC-2018 14:02", date(2018, 12, 25), False),
        ("12 Mar 24 9:15", date(2024, 3, 12), False),
        ("03-04-2024", date(2024, 4, 3), True),
        ("05/05/24", date(2024, 5, 5), True),
    ],
)
def test_dates(text: str, value: date, ambiguous: bool) -> None:  # noqa: FBT001 - from the table
    found = date_in(text)
    assert found is not None
    assert (found.value, found.is_ambiguous) == (value, ambiguous)


@pytest.mark.parametrize(
    "text", ["", "99.99.2024", "12 bottles 2024", "12 Market 2024", "2 Jan 19.99", "01632 960 114"]
)
def test_no_dates(text: str) -> None:
    assert date_in(text) is None
