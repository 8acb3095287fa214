from typing import Any

import pytest

TEXT = (
    "Mail Ada.L@Example.org (or call +44 20 7946 0958), see https://example.org/a?b=1. Due 2024-02-29, #due."
)


@pytest.mark.parametrize(
    ("kind", "value", "normalized"),
    [
        ("email", "Ada.L@Example.org", "Ada.L@example.org"),
        ("phone", "+44 20 7946 0958", "+442079460958"),
        ("url", "https://example.org/a?b=1", None),
        ("date", "2024-02-29", None),
        ("hashtag", "#due", None),
    ],
)
def test_kinds(call: Any, kind: str, value: str, normalized: str | None) -> None:
    (found,) = call("extract", text=TEXT, kinds=[kind])["matches"]
    assert (found["value"], found["normalized"]) == (value, normalized)
    assert TEXT[found["start"] : found["end"]] == value


def test_an_iban_has_its_check_digits(call: Any) -> None:
    text = "DE89 3704 0044 0532 0130 00 and DE88 3704 0044 0532 0130 00"
    assert [one["normalized"] for one in call("extract", text=text, kinds=["iban"])["matches"]] == [
        "DE89370400440532013000"
    ]


def test_a_pattern_with_groups(call: Any) -> None:
    found = call("extract", texts=["a=1", "b=2 c=3"], pattern=r"(?P<key>\w)=(?P<value>\d)")
    assert [(one["item"], one["groups"]) for one in found["matches"]] == [
        (0, {"key": "a", "value": "1"}),
        (1, {"key": "b", "value": "2"}),
        (1, {"key": "c", "value": "3"}),
    ]


def test_places_count_characters(call: Any) -> None:
    (found,) = call("extract", text="äöü😀x@y.de", kinds=["email"])["matches"]
    assert (found["start"], found["end"]) == (4, 10)


def test_unique(call: Any) -> None:
    assert call("extract", text="a@b.de A@b.de a@B.de", kinds=["email"], unique=True)["count"] == 2


def test_a_catastrophic_pattern_is_harmless(call: Any) -> None:
    assert call("extract", text="a" * 50_000 + "b", pattern="(a+)+$")["count"] == 0


def test_mistakes(call: Any) -> None:
    assert call("extract", text="x", pattern="(") == (422, "PATTERN_INVALID")
    assert call("extract", text="x", pattern="(?=x)") == (422, "PATTERN_INVALID")
    assert call("extract", text="x") == (422, "VALIDATION_ERROR")
