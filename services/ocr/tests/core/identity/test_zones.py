"""The specimens are those of ICAO Doc 9303, parts 4 (TD3), 5 (TD1), 6 (TD2) and 7 (visas)."""

import pytest

from flowforge_ocr.core.identity.zones import check_digit, parse_zone

TD3 = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]
TD1 = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"]
TD2 = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"]
MRV_A = ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"]
MRV_B = ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"]


@pytest.mark.parametrize(("text", "digit"), [("520727", "3"), ("AB2134<<<", "5"), ("L898902C3", "6")])
def test_check_digits(text: str, digit: str) -> None:
    assert check_digit(text) == digit


@pytest.mark.parametrize(
    ("kind", "lines"), [("TD3", TD3), ("TD1", TD1), ("TD2", TD2), ("MRV-A", MRV_A), ("MRV-B", MRV_B)]
)
def test_specimens_of_every_layout(kind: str, lines: list[str]) -> None:
    parsed = parse_zone(lines)
    assert parsed is not None
    assert (parsed.kind, parsed.is_valid, list(parsed.lines)) == (kind, True, lines)
    assert parsed.fields["names"].strip("<") == "ERIKSSON<<ANNA<MARIA"


def test_look_alikes_are_told_apart_by_position_and_check_digit() -> None:
    parsed = parse_zone(
        ["P<UT0ER1KSS0N<<ANNA<MAR1A<<<<<<<<<<<<<<<<<<<", "L8989O2C36UTO74O8I22FI2O4I59ZE184226B<<<<<1O"]
    )
    assert parsed is not None
    assert list(parsed.lines) == TD3


def test_lost_fillers_are_put_back() -> None:
    parsed = parse_zone([TD3[0].replace("<<<<<<<", "<<<<"), TD3[1].replace("<<<<<", "<<<")])
    assert parsed is not None
    assert list(parsed.lines) == TD3


def test_a_wrong_digit_is_told() -> None:
    parsed = parse_zone([TD3[0], TD3[1].replace("740812", "740813")])
    assert parsed is not None
    assert (parsed.is_valid, parsed.checks["birth_date"], parsed.checks["document_number"]) == (
        False,
        False,
        True,
    )


@pytest.mark.parametrize("lines", [[], ["P<UTO"], ["A" * 44, "B" * 60], TD3[:1]])
def test_other_lines_are_no_zone(lines: list[str]) -> None:
    assert parse_zone(lines) is None


def test_a_number_of_more_than_nine_characters_goes_on_in_the_optional_data() -> None:
    lines = [
        "I<UTOD23145890<7349<<<<<<<<<<<",
        "3407127M9507122UTO<<<<<<<<<<<2",
        "STEVENSON<<PETER<JOHN<<<<<<<<<",
    ]
    parsed = parse_zone(lines)
    assert parsed is not None
    assert (list(parsed.lines), parsed.checks) == (
        lines,
        {"document_number": True, "birth_date": True, "expiry_date": True, "composite": True},
    )
    assert parsed.fields["document_number"] == "D23145890734"


def test_nothing_is_read_behind_the_end_of_the_names() -> None:
    parsed = parse_zone([TD3[0][:-6] + "<K<C<<", TD3[1]])
    assert parsed is not None
    assert list(parsed.lines) == TD3
