from flowforge_ocr.core.arrangement.paragraphs import arrange
from flowforge_ocr.engines.geometry import Box, Quad
from flowforge_ocr.engines.recognized import Line, Word


def line(text: str, left: float, top: float, width: float | None = None, height: float = 20) -> Line:
    quad = Quad.of_box(Box(left, top, left + (width or 10 * len(text)), top + height))
    return Line((Word(text, 1.0, quad),), 1.0, quad, "test")


PROSE = "the ferry leaves from pier three"


def order(lines: list[Line]) -> list[str]:
    return [each.text for paragraph in arrange(lines) for each in paragraph.lines]


def test_a_headline_stands_before_both_columns() -> None:
    left = [line(f"{PROSE} L{at}", 0, 60 + 26 * at) for at in range(5)]
    right = [line(f"{PROSE} R{at}", 420, 60 + 26 * at) for at in range(5)]
    headline = line("A headline that spans both columns of this page and more of it too", 50, 0)
    footer = line("Page 7 of 9, printed on both sides of recycled paper in Douglas", 100, 300)
    mixed = [cell for pair in zip(left, right, strict=True) for cell in pair]
    expected = [headline, *left, *right, footer]
    assert order([footer, *mixed, headline]) == [each.text for each in expected]


def test_prices_stay_in_the_rows_of_their_articles() -> None:
    names = [
        line(name, 0, 30 * at) for at, name in enumerate(("Sourdough loaf", "Ground coffee", "Dish soap"))
    ]
    prices = [line(price, 300, 30 * at + 2) for at, price in enumerate(("4.25", "7.49", "5.97"))]
    assert order(prices + names) == ["Sourdough loaf", "4.25", "Ground coffee", "7.49", "Dish soap", "5.97"]


def test_a_table_of_texts_is_read_along_rows() -> None:
    pairs = [
        ("Bill of lading", "original copy"),
        ("Port of loading", "Rotterdam docks"),
        ("Consignee name", "Quay Traders"),
    ]
    lines = [
        line(cell, 400 * column, 60 * row)
        for row, pair in enumerate(pairs)
        for column, cell in enumerate(pair)
    ]
    assert order(lines) == [cell for pair in pairs for cell in pair]


def test_vertical_lines_are_read_from_the_right() -> None:
    lines = [
        line(text, left, 0, width=24, height=300) for text, left in (("二", 60), ("三", 10), ("一", 110))
    ]
    tall = [Line((Word(each.text * 9, 1.0, each.quad),), 1.0, each.quad, "test") for each in lines]
    assert order(tall) == ["一" * 9, "二" * 9, "三" * 9]


def test_paragraphs_end_at_gaps_and_at_larger_letters() -> None:
    lines = [
        line("A heading", 0, 0, height=40),
        *(line(PROSE, 0, 60 + 26 * at) for at in range(3)),
        *(line(PROSE, 0, 180 + 26 * at) for at in range(3)),
    ]
    assert [len(paragraph.rows) for paragraph in arrange(lines)] == [1, 3, 3]
