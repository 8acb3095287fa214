from typing import Any

import httpx
import pytest
from pdf_samples import lines_of_text, numbered_pages

from flowforge_pdf.core.reading.searching import InvalidPattern
from flowforge_pdf.operations.search import SearchForm, search_text
from flowforge_pdf.settings import PdfSettings


def search(file: Any, text: str, **options: Any) -> Any:
    return search_text(SearchForm(file=file, text=text, **options), PdfSettings())


def test_page_box_and_context(spooled: Any) -> None:
    found = search(spooled(lines_of_text(["Invoice 2026-001", "Total 42.00 EUR"])), "total")
    (match,) = found.matches
    assert (match.page, match.text, match.before, match.after) == (
        1,
        "Total",
        "invoice 2026-001 ",
        " 42.00 eur",
    )
    (box,) = match.boxes
    assert box.x == pytest.approx(20, abs=1)
    assert 33 < box.y < 50
    assert found.complete


def test_a_match_over_two_lines_has_two_boxes(spooled: Any) -> None:
    (match,) = search(spooled(lines_of_text(["It ends with forty", "two things"])), "forty two").matches
    assert len(match.boxes) == 2
    assert match.boxes[1].y > match.boxes[0].y


@pytest.mark.parametrize(
    ("text", "options", "count"),
    [
        ("cat", {}, 3),
        ("cat", {"whole_words": True}, 1),
        ("Cat", {"ignore_case": False}, 1),
        (r"c\w+", {"regex": True}, 3),
        (r"\d{3}", {"regex": True}, 0),
        ("c.t", {}, 0),
    ],
)
def test_ways_to_match(spooled: Any, text: str, options: Any, count: int) -> None:
    assert search(spooled(lines_of_text(["Cat concat cathedral"])), text, **options).count == count


def test_patterns_of_exponential_cost_elsewhere_are_harmless(spooled: Any) -> None:
    assert search(spooled(lines_of_text(["a" * 60 + "!"])), "(a+)+$", regex=True).count == 0


def test_a_wrong_pattern_is_told(sample: Any) -> None:
    with pytest.raises(InvalidPattern, match="RE2"):
        search(sample(1), "(", regex=True)


def test_it_stops_at_the_limit(sample: Any) -> None:
    found = search(sample(5), "page", max_matches=2)
    assert (found.count, found.complete) == (2, False)


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/search", files={"file": numbered_pages(3)}, data={"text": "page 2"}).json()
    assert [match["page"] for match in answer["matches"]] == [2]
