"""People are those of Faker: it knows what it put into its sentences."""

from itertools import pairwise
from pydoc_data.topics import topics

import pytest
from faker import Faker

from flowforge_pii import TYPES, PiiType, Span, find_personal_data, without_overlaps


def found(text: str, *types: PiiType, region: str | None = None) -> list[tuple[str, str]]:
    spans = find_personal_data(text, types or TYPES, [region] if region else [])
    assert all(text[one.start : one.end] == one.value for one in spans)
    return [(one.type, one.value) for one in spans]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Mail: Ada.L+news@mail.example.co.uk.", "email", "Ada.L+news@mail.example.co.uk"),
        ("See https://example.org/a?b=1(c).", "url", "https://example.org/a?b=1(c"),
        ("on 10.0.0.1:80", "ip", "10.0.0.1"),
        ("at 2001:db8:85a3::8a2e:370:7334,", "ip", "2001:db8:85a3::8a2e:370:7334"),
        ("eth0 00:1B:44:11:3A:B7 up", "mac", "00:1B:44:11:3A:B7"),
        ("SSN 219-09-9999", "us_ssn", "219-09-9999"),
        ("IBAN GB82 WEST 1234 5698 7654 32", "iban", "GB82 WEST 1234 5698 7654 32"),
        ("born on 10 December 1815 in", "date_of_birth", "10 December 1815"),
        ("Date of birth: 1815-12-10", "date_of_birth", "1815-12-10"),
        ("key AKIAIOSFODNN7EXAMPLE", "secret", "AKIAIOSFODNN7EXAMPLE"),
        ("+1 650 253 0000 is", "phone", "+1 650 253 0000"),
    ],
)
def test_one_of_each(text: str, kind: str, value: str) -> None:
    assert found(text) == [(kind, value)]


def test_phones_without_prefix_need_a_region_or_a_word() -> None:
    assert found("Ring (030) 901820 before noon.") == [("phone", "(030) 901820")]
    text = "It says (030) 901820 on the door."
    assert found(text) == []
    assert found(text, region="DE") == [("phone", "(030) 901820")]


@pytest.mark.parametrize(
    "text",
    [
        "Version 1.2.3, chapter 4.5, on 2024-05-03 at 12:30:45.",
        "Order 4111 1111 1111 1112 of 999-99-9999.",
        "a@b, user@localhost, @name, C++::vector",
    ],
)
def test_what_only_looks_alike_is_left(text: str) -> None:
    assert found(text) == []


def test_documentation_without_people_gives_next_to_nothing() -> None:
    """Topics of the Python documentation: web addresses are there, people are not."""
    types = tuple(one for one in TYPES if one not in ("url", "email"))
    hits = [one for text in topics.values() for one in found(text[:20_000], *types)]
    assert len(hits) <= 3, hits


@pytest.mark.parametrize(("locale", "region"), [("en_US", "US"), ("de_DE", "DE"), ("fr_FR", "FR")])
def test_what_faker_put_into_a_text_is_found(locale: str, region: str) -> None:
    faker = Faker(locale)
    faker.seed_instance(20)
    missed = []
    for _ in range(100):
        truth = [
            faker.email(),
            faker.iban(),
            faker.ipv4(),
            faker.credit_card_number("visa16"),
            faker.mac_address(),
        ]
        text = " ".join(f"{faker.sentence(6)[:-1]}: {value}." for value in truth)
        values = {value for _, value in found(text, region=region)}
        missed += [value for value in truth if value not in values]
    assert missed == []


def test_of_those_that_overlap_the_most_certain_and_longest_stays() -> None:
    def span(start: int, end: int, confidence: float) -> Span:
        return Span("email", "", start, end, confidence)

    certain, longer, apart = span(2, 6, 0.9), span(0, 4, 0.8), span(6, 7, 0.5)
    assert without_overlaps([longer, apart, certain]) == [certain, apart]
    assert without_overlaps([span(0, 3, 0.8), longer]) == [longer]


def test_a_long_run_of_letters_takes_no_long_time() -> None:
    assert found("a" * 200_000 + "." * 50_000 + "1" * 100_000) == []


def test_types_are_told_apart_also_where_one_is_wanted() -> None:
    assert found("Card 4111 1111 1111 1111", "phone", region="US") == []
    assert found("https://example.org/?mail=ada@example.org", "email") == [("email", "ada@example.org")]


@pytest.mark.parametrize(
    "piece",
    ["call 030 1234567 ", "1", "12 ", "born ", "GB82 ", "a@b.", "943 476 5919 ", "a at b dot ", "1.2.3.4."],
)
def test_hostile_repetitions_end(piece: str) -> None:
    spans = find_personal_data(piece * (200_000 // len(piece)))
    assert all(one.end <= other.start for one, other in pairwise(spans))
