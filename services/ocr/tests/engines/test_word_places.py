from flowforge_ocr.engines.geometry import Box, Quad
from flowforge_ocr.engines.word_places import line_of

QUAD = Quad.of_box(Box(0, 0, 120, 20))


def test_words_share_the_length_of_their_line() -> None:
    line = line_of("ab cdef  ghi", 0.9, QUAD, "faster_paddle")
    assert line is not None
    assert [(word.text, word.box.left, word.box.right) for word in line.words] == [
        ("ab", 0, 20),
        ("cdef", 30, 70),
        ("ghi", 90, 120),
    ]


def test_wide_characters_take_more() -> None:
    line = line_of("合同 ab", 0.9, QUAD, "faster_paddle")
    assert line is not None
    assert line.words[0].box.right > 60


def test_a_blank_line_is_none() -> None:
    assert line_of("  ", 0.9, QUAD, "faster_paddle") is None
