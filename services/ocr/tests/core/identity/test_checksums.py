"""The zone is the specimen of ICAO Doc 9303, part 4."""

from flowforge_ocr.core.identity.glyphs import Glyph, glyphs_of
from flowforge_ocr.core.identity.layouts import LAYOUTS
from flowforge_ocr.core.identity.zones import parse_glyphs

UPPER = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
LOWER = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"


def read(*doubts: tuple[int, dict[str, float]]) -> list[list[Glyph]]:
    """Return the zone with other chances in places of its second line."""
    lower = glyphs_of(LOWER)
    for place, chances in doubts:
        lower[place] = Glyph(chances, lower[place].place)
    return [glyphs_of(UPPER), lower]


def test_the_check_digit_chooses_among_what_may_be_read() -> None:
    parsed = parse_glyphs(read((3, {"6": 0.5, "3": 0.3, "8": 0.2})))
    assert parsed is not None
    assert (parsed.lines[1], parsed.is_valid) == (LOWER, True)


def test_two_doubtful_characters_of_a_number_are_told() -> None:
    parsed = parse_glyphs(read((2, {"3": 0.7, "9": 0.3}), (3, {"3": 0.7, "8": 0.3})))
    assert parsed is not None
    assert parsed.doubts == ("document_number",)


def test_what_is_surely_read_is_not_made_to_fit() -> None:
    parsed = parse_glyphs(read((18, {"3": 1.0})))
    assert parsed is not None
    assert (parsed.fields["birth_date"], parsed.checks["birth_date"]) == ("740813", False)


def test_fillers_are_put_back_where_the_gap_is() -> None:
    upper, lower = glyphs_of(UPPER), glyphs_of(LOWER)
    parsed = parse_glyphs([[*upper[:14], *upper[15:]], [*lower[:37], *lower[40:]]])
    assert parsed is not None
    assert parsed.lines == (UPPER, LOWER)
    assert {layout.kind for layout in LAYOUTS} >= {parsed.kind}
