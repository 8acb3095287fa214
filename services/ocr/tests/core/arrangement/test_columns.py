"""Columns as they stand on scanned pages: near to each other, slanted, around captions, joined by mistake."""

from math import cos, radians, sin

import pytest

from flowforge_ocr.core.arrangement.paragraphs import arrange
from flowforge_ocr.core.arrangement.splitting import split_merged
from flowforge_ocr.engines.geometry import Box, Point, Quad
from flowforge_ocr.engines.recognized import Line, Word

WORDS = "the ferry leaves from pier three"
WIDTH, STEP, HEIGHT = 320, 26, 20


def line(text: str, left: float, top: float, width: float = WIDTH, degrees: float = 0) -> Line:
    """Return a line whose words share its width."""
    along, across = cos(radians(degrees)), sin(radians(degrees))

    def turned(x: float, y: float) -> Point:
        return Point(x * along - y * across, x * across + y * along)

    def quad(begin: float, end: float) -> Quad:
        box = Box(left + begin * width, top, left + end * width, top + HEIGHT)
        return Quad(*(turned(*corner) for corner in Quad.of_box(box)))

    texts = text.split()
    length = len(text)
    starts = [text.index(word) for word in texts]
    words = tuple(
        Word(word, 0.9, quad(start / length, (start + len(word)) / length))
        for word, start in zip(texts, starts, strict=True)
    )
    return Line(words, 0.9, quad(0, 1), "test")


def column(name: str, left: float, count: int, degrees: float = 0, top: float = 0) -> list[Line]:
    return [line(f"{name}{at} {WORDS}", left, top + STEP * at, degrees=degrees) for at in range(count)]


def order(lines: list[Line]) -> str:
    """Return the first words of the lines, in reading order."""
    found = [each.words[0].text for paragraph in arrange(lines) for each in paragraph.lines]
    return " ".join(found)


def names(name: str, count: int, first: int = 0) -> str:
    return " ".join(f"{name}{at}" for at in range(first, count))


@pytest.mark.parametrize("degrees", [0, 1.5, -3])
@pytest.mark.parametrize("gap", [8, 40])
def test_columns_near_to_each_other_on_a_slanted_page(gap: int, degrees: float) -> None:
    left, right = column("L", 100, 20, degrees), column("R", 100 + WIDTH + gap, 20, degrees)
    mixed = [cell for pair in zip(left, right, strict=True) for cell in pair]
    assert order(mixed) == f"{names('L', 20)} {names('R', 20)}"


def test_a_line_across_both_columns_is_split() -> None:
    left, right = column("L", 0, 8), column("R", WIDTH + 30, 8)
    words = (*left[4].words, *right[4].words)
    quad = Quad.of_box(Box.around([left[4].box, right[4].box]))
    joined = Line(words, 0.9, quad, "test")
    rest = [*left[:4], *left[5:], *right[:4], *right[5:]]
    parts = split_merged([joined, *rest])
    assert [part.text for part in parts[:2]] == [left[4].text, right[4].text]
    assert parts[2:] == rest
    assert order([joined, *rest]) == f"{names('L', 8)} {names('R', 8)}"


def test_a_wide_space_in_one_column_splits_nothing() -> None:
    lines = column("L", 0, 8)
    wide = line("Total        of", 0, STEP * 8)
    assert split_merged([*lines, wide]) == [*lines, wide]


def test_a_headline_across_both_columns_is_not_split() -> None:
    headline = line("Two very large          words", 100, -90, 500)
    large = Line(headline.words, 0.9, Quad.of_box(Box(100, -90, 600, -10)), "test")
    lines = [large, *column("L", 0, 8), *column("R", WIDTH + 30, 8)]
    assert split_merged(lines) == lines


def test_a_caption_between_two_columns_does_not_cut_them() -> None:
    """The columns are narrower beside it, as text that runs around a picture."""
    gap = 30
    left, right = column("L", 0, 14), column("R", WIDTH + gap, 14)
    for at in range(5, 9):
        left[at] = line(f"L{at} {WORDS}", 0, STEP * at, WIDTH - 60)
        right[at] = line(f"R{at} {WORDS}", WIDTH + gap + 60, STEP * at, WIDTH - 60)
    caption = [line(f"C{at} roofs", WIDTH - 40, STEP * at + 4, gap + 80) for at in range(5, 9)]
    footer = [line("Page 54 of the magazine", 0, STEP * 17, 150)]
    mixed = [*caption, *(cell for pair in zip(left, right, strict=True) for cell in pair), *footer]
    expected = f"{names('L', 14)} {names('R', 14)} {names('C', 9, 5)} Page"
    assert order(mixed) == expected


def test_a_quote_that_reaches_over_two_columns_does_not_mix_them() -> None:
    """The columns are narrower beside it, and no strip of white space runs through the page."""
    gap = 20
    left, right = column("L", 0, 24), column("R", WIDTH + gap, 24)
    for at in range(8, 14):
        left[at] = line(f"L{at} {WORDS}", 0, STEP * at, 200)
        right[at] = line(f"R{at} {WORDS}", WIDTH + gap + 120, STEP * at, 200)
    third = column("T", 2 * (WIDTH + gap), 24)
    quote = line("Q to cross", 220, STEP * 9, 200)
    found = order([quote, *(cell for row in zip(third, right, left, strict=True) for cell in row)])
    assert [name for name in found.split() if name != "Q"] == [
        *names("L", 24).split(),
        *names("R", 24).split(),
        *names("T", 24).split(),
    ]


def test_an_advertisement_below_two_columns_is_read_before_the_third() -> None:
    gap = 20
    left, right, third = (
        column(name, at * (WIDTH + gap), count)
        for at, (name, count) in enumerate([("L", 10), ("R", 10), ("T", 24)])
    )
    wide = [line(f"A{at} {WORDS} {WORDS}", 0, STEP * (11 + at), 2 * WIDTH) for at in range(6)]
    found = order([*wide, *third, *right, *left])
    assert found == f"{names('L', 10)} {names('R', 10)} {names('A', 6)} {names('T', 24)}"


def test_the_edge_of_the_next_page_is_read_last() -> None:
    left, right = column("L", 0, 20), column("R", WIDTH + 20, 20)
    edge = [line(f"{at}", 2 * WIDTH + 120, STEP * at, 12) for at in range(20)]
    found = order([*edge, *(cell for pair in zip(left, right, strict=True) for cell in pair)])
    assert found.startswith(f"{names('L', 20)} {names('R', 20)}")
