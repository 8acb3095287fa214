"""What is not drawn does not hide a text, and soft hyphens are dashes and nothing."""

import re

import pytest

from flowforge_pii.haystacks import PatternMatcher, PersonalDataMatcher, TextMatcher, matches


@pytest.mark.parametrize(
    "text",
    [
        "Agent Smith",
        "A\u200bgent Sm\u00adith",
        "Ag\u2062ent\ufe0f \u202eSmith",
        "A\u00adg\u200be\u00adnt-Smith",
    ],
)
def test_texts_are_found_in_spite_of_what_is_not_drawn(text: str) -> None:
    wanted = TextMatcher("agent-smith" if "-" in text else "agent smith", whole_words=True)
    assert matches(f"x {text} y", [wanted])
    assert not matches(f"x{text}y", [wanted])


def test_a_soft_hyphen_is_a_dash_too() -> None:
    assert matches("e\u00admail", [TextMatcher("e-mail")])
    assert matches("e\u00admail", [TextMatcher("email")])


def test_patterns_and_personal_data() -> None:
    assert matches("call 12\u00ad34\u200b56", [PatternMatcher(re.compile(r"\b\d{6}\b"))])
    person = PersonalDataMatcher(frozenset({"email"}), ())
    assert matches("ann\u200b@exam\u00adple.com", [person])


@pytest.mark.parametrize("text", ["but here", "but\nhere", "bu t hem", "eh tall"])
def test_a_short_word_is_not_found_across_the_blanks_of_others(text: str) -> None:
    assert not matches(text, [TextMatcher("the")])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("other", "the"), ("T H E", "the"), ("in t\nhe end", "the"), ("into bees", "to be"), ("A1 2B", "12")],
)
def test_a_short_word_is_found_inside_words_and_spaced(text: str, wanted: str) -> None:
    assert matches(text, [TextMatcher(wanted)])


def test_longer_words_and_numbers_are_found_across_all_blanks() -> None:
    assert matches("black smi\nths", [TextMatcher("smith")])
    assert matches("AB12 34CD", [TextMatcher("1234")])


@pytest.mark.parametrize("text", ["Agent Smi-\nth", "Agent Smi\u2010 \r\n th", "Agent Smi\u00ad\nth"])
def test_words_that_line_ends_divide_are_found(text: str) -> None:
    assert matches(text, [TextMatcher("agent smith", whole_words=True)])
    assert matches("Smith-\nJones", [TextMatcher("smith-jones")])
    assert not matches("Smi- th", [TextMatcher("smith")])
