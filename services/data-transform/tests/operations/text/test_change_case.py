from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "case", "result"),
    [
        ("The quick brown fox", "camel", "theQuickBrownFox"),
        ("theQuickBrownFox", "snake", "the_quick_brown_fox"),
        ("HTTPServer id", "kebab", "http-server-id"),
        ("the lord of the rings", "title", "The Lord of the Rings"),
        ("HELLO. HOW ARE you?", "sentence", "Hello. How are you?"),
        ("some name", "constant", "SOME_NAME"),
        ("some name", "pascal", "SomeName"),
        ("aBc", "swap", "AbC"),
        ("Größe der Straße!", "slug", "groesse-der-strasse"),
        ("Привет, мир", "slug", "privet-mir"),
        ("It's  — 100% O'Neill", "slug", "its-100-oneill"),
    ],
)
def test_cases(call: Any, text: str, case: str, result: str) -> None:
    assert call("change-case", text=text, case=case)["result"] == result


def test_a_slug_ends_at_a_word(call: Any) -> None:
    assert call("change-case", text="one two three", case="slug", max_length=9)["result"] == "one-two"
    assert call("change-case", texts=["A b", "C"], case="lower")["results"] == ["a b", "c"]
