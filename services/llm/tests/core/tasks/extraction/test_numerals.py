import pytest

from flowforge_llm.core.tasks.extraction.numerals import numbers_in, place_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Total: $1,280.50", 1280.5),
        ("Summe 1.280,50 EUR", 1280.5),
        ("1 280,50 zł", 1280.5),
        ("CHF 1'280.50", 1280.5),
        ("about 3.5 million people", 3_500_000),
        ("12%", 12),
        ("12%", 0.12),
        ("-4 °C", -4),
        ("−4 °C", -4),  # noqa: RUF001 - the sign of minus
        ("seven of them", 7),
        ("No. 117", 117),
        ("5k", 5000),
        ("1,234", 1234),
        ("1,234", 1.234),
        ("rooms 5, 6, 7", 6),
        ("6.02e23", 6.02e23),
    ],
)
def test_numbers_are_read_in_any_way_of_writing(text: str, number: float) -> None:
    assert any(abs(one - number) <= 1e-9 * max(1, abs(number)) for one in numbers_in(text))


@pytest.mark.parametrize(
    ("text", "number"),
    [("2012", 12), ("1,280.50", 1280), ("68,109.00", 68.109), ("68.109,00", 109), ("none", 0), ("12", 1)],
)
def test_parts_of_numbers_are_no_numbers(text: str, number: float) -> None:
    assert number not in numbers_in(text)


def test_a_number_that_stands_once_is_found() -> None:
    text = "Invoice 117, total 1,280.50. Paid: 117"
    assert place_of(117, text) is None
    place = place_of(1280.5, text)
    assert place is not None
    assert text[place[0] : place[1]] == "1,280.50"
    assert place_of(5, text) is None
