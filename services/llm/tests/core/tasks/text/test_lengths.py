import pytest

from flowforge_llm.core.tasks.text.lengths import shortened


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("One two three.", 3, "One two three."),
        ("One two. Three four five.", 4, "One two."),
        ("One. Two three four five six seven", 5, "One. Two three four five…"),
        ("One, two, three", 2, "One, two…"),
        ("  spaced  out  ", 5, "spaced  out"),
    ],
)
def test_texts_end_after_a_sentence_or_with_an_ellipsis(text: str, most: int, expected: str) -> None:
    assert shortened(text, most) == expected
