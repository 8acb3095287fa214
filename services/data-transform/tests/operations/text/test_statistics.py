from typing import Any


def test_counts(call: Any) -> None:
    found = call("statistics", text="The cat sat. The cat ran!\n\nIt was fun.", min_word_length=3)
    counted = {name: found[name] for name in ("words", "distinct_words", "sentences", "paragraphs", "lines")}
    assert counted == {"words": 9, "distinct_words": 7, "sentences": 3, "paragraphs": 2, "lines": 3}
    assert found["most_frequent"][0] == {"word": "the", "count": 2}
    # 206.835 - 1.015 * 3 - 84.6 * 1
    assert found["flesch_reading_ease"] == 119.2


def test_nothing(call: Any) -> None:
    assert call("statistics", text="")["flesch_reading_ease"] is None
