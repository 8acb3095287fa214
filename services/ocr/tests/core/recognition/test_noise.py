from flowforge_ocr.core.recognition.noise import without_noise
from flowforge_ocr.engines.geometry import Box, Quad
from flowforge_ocr.engines.recognized import Line, Word


def lines(*texts: tuple[str, float]) -> list[Line]:
    quad = Quad.of_box(Box(0, 0, 100, 20))
    return [Line((Word(text, sure, quad),), sure, quad, "test") for text, sure in texts]


def kept(*texts: tuple[str, float]) -> list[str]:
    return [line.text for line in without_noise(lines(*texts))]


def test_marks_on_a_page_of_latin_text_are_left_out() -> None:
    assert kept(("Quay Street", 0.99), ("十", 0.6), ("7", 0.6), ("A", 0.5)) == ["Quay Street", "7", "A"]


def test_sure_characters_are_kept() -> None:
    assert kept(("Quay Street", 0.99), ("十", 0.95)) == ["Quay Street", "十"]


def test_on_a_page_of_chinese_text_all_is_kept() -> None:
    assert kept(("港口办公室", 0.99), ("十", 0.6)) == ["港口办公室", "十"]


def test_a_page_of_one_character_is_kept() -> None:
    assert kept(("十", 0.6)) == ["十"]
