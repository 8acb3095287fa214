import pytest
from pydantic import TypeAdapter, ValidationError

from flowforge_pdfs.faults import NoPageSelected, PageOutOfRange
from flowforge_pdfs.page_selection import PageSelection, select_pages

CHECK = TypeAdapter(PageSelection)


def selected(text: object, count: int = 10) -> list[int]:
    return [position + 1 for position in select_pages(CHECK.validate_python(text), count)]


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("1-3,7,-1", [1, 2, 3, 7, 10]),
        ("odd", [1, 3, 5, 7, 9]),
        ("even", [2, 4, 6, 8, 10]),
        ("last", [10]),
        ("first", [1]),
        ("8-", [8, 9, 10]),
        ("-3-", [8, 9, 10]),
        ("-3--2", [8, 9]),
        ("3-1", [3, 2, 1]),
        ("8-last", [8, 9, 10]),
        ("1,1,1", [1, 1, 1]),
        ("all,!2-9", [1, 10]),
        ("!1", [2, 3, 4, 5, 6, 7, 8, 9, 10]),
        ("1-6:even", [2, 4, 6]),
        (" 1 - 3 ; 5 ", [1, 2, 3, 5]),
        ("1\N{EN DASH}2", [1, 2]),
        ("ODD,!9", [1, 3, 5, 7]),
        (4, [4]),
        ([2, 4], [2, 4]),
    ],
)
def test_addresses(text: object, pages: list[int]) -> None:
    assert selected(text) == pages


@pytest.mark.parametrize("text", ["", ",", "0", "1-0", "x", "1..3", "1-2-3", "--1", "2-x", "page 1"])
def test_what_addresses_no_page_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        CHECK.validate_python(text)


@pytest.mark.parametrize("text", ["11", "1-11", "-11", "20-"])
def test_a_page_that_is_not_there_is_named(text: str) -> None:
    with pytest.raises(PageOutOfRange, match="the document has 10"):
        selected(text)


def test_nothing_selected_is_an_error() -> None:
    with pytest.raises(NoPageSelected):
        selected("1,!1")
    with pytest.raises(NoPageSelected):
        selected("even", 1)
