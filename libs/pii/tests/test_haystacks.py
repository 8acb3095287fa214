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
