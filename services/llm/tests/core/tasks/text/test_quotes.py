import codecs
import this

import pytest

from flowforge_llm.core.tasks.text.quotes import Source, Span

ZEN = codecs.decode(this.s, "rot13")  # "The Zen of Python" by Tim Peters


def test_an_exact_quote_is_found_where_it_stands() -> None:
    span = Source(ZEN).locate("Flat is better than nested.")
    assert span is not None
    assert ZEN[span.start : span.end] == "Flat is better than nested."


@pytest.mark.parametrize(
    "quote",
    [
        "flat is better than nested",
        "Flat  is better\nthan nested.",
        "Although that way may not be obvious at first unless you’re Dutch.",  # noqa: RUF001 - another apostrophe
        "There should be one—and preferably only one",
    ],
)
def test_case_space_quotes_and_dashes_do_not_matter(quote: str) -> None:
    text = ZEN.replace("one-- and", "one- and").replace("one- and", "one-and")
    span = Source(text).locate(quote)
    assert span is not None
    assert text[span.start : span.end].split()[0].casefold()[:4] == quote.split(maxsplit=1)[0].casefold()[:4]


@pytest.mark.parametrize(
    "quote", ["", "  ", "Flat is worse than nested.", "lat is bette", "at is better than"]
)
def test_what_does_not_stand_there_is_not_found(quote: str) -> None:
    assert Source(ZEN).locate(quote) is None


def test_places_count_code_points_through_ligatures_and_spaces() -> None:
    text = "Ein 𝄞 und   die ﬁnale Note"
    span = Source(text).locate("DIE FINALE")
    assert span == Span(12, 21)
    assert text[12:21].startswith("die")


def test_the_next_place_of_a_quote() -> None:
    source = Source("to be or not to be")
    assert source.locate("to be") == Span(0, 5)
    assert source.locate("to be", 5) == Span(13, 18)
    assert source.locate("to be", 14) is None


def test_a_number_within_another_is_not_that_number() -> None:
    assert Source("opened in 2012").locate("12") is None
    assert Source("開幕は12月").locate("12") == Span(3, 5)
