from datetime import date

import pytest

from flowforge_llm.core.tasks.extraction.dates import dates_in

DAY = date(2024, 5, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-03",
        "3 May 2024",
        "May 3rd, 2024",
        "3rd of May 2024",
        "due 03.05.2024.",
        "5/3/2024",
        "3/5/24",
        "3. Mai 2024",
        "3 mai 2024",
        "3 de mayo de 2024",
        "3 maggio 2024",
        "2024/5/3",
    ],
)
def test_days_are_read_in_any_way_of_writing(text: str) -> None:
    assert DAY in dates_in(text)


@pytest.mark.parametrize("text", ["May 2024", "31 February 2024", "2024-13-45", "13.5", "version 1.2.3"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert DAY not in dates_in(text)
    assert not any(day.year == 2024 for day in dates_in(text))
