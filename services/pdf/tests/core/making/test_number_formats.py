from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from flowforge_pdf.core.making.number_formats import shown


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1234.5, "General", "1234.5"), (3.0, "General", "3"), (0.1 + 0.2, "General", "0.3"),
        (1234.5, "#,##0.00", "1,234.50"), (-5, "0.0;(0.0)", "(5.0)"), (0, '0;-0;"none"', "none"),
        (0.256, "0%", "26%"), (1234.5, '"$"#,##0', "$1,234"), (1234.5, "[$€-407] #,##0.00", "€ 1,234.50"),
        (123456, "0.00E+00", "1.23E+05"), (-0.2, "0", "0"), (True, "General", "TRUE"), (None, "0", ""),
        (date(2026, 11, 30), "d mmm yyyy", "30 Nov 2026"), (date(2026, 3, 4), "mm/dd/yy", "03/04/26"),
        (datetime(2026, 1, 2, 15, 4), "yyyy-mm-dd hh:mm", "2026-01-02 15:04"),  # noqa: DTZ001 - sheets have none
        (time(15, 4), "h:mm AM/PM", "3:04 PM"), (timedelta(hours=30), "[h]:mm", "30:00:00"),
        ("text", "0", "text"),
    ],
)  # fmt: skip
def test_known_answers(value: Any, code: str, text: str) -> None:
    assert shown(value, code) == text
