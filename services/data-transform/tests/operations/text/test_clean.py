from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "steps", "result"),
    [
        ("  a \u00a0  b ", ["collapse_spaces", "trim"], "a b"),
        ("schÃ¶n", ["repair_encoding"], "schön"),
        ("<p>a &amp; <b>b</b></p><script>x</script>", ["strip_html"], "a & b"),
        ("Tom &amp; Jerry", ["unescape_html"], "Tom & Jerry"),
        ("\u201cit\u2019s\u201d", ["straight_quotes"], '"it\'s"'),
        ("Crème brûlée", ["remove_accents"], "Creme brulee"),
        ("東京", ["transliterate"], "DongJing"),
        ("a\u200bb\x07c", ["remove_invisible_characters", "remove_control_characters"], "abc"),
        ("hi 👋🏽 you", ["remove_emoji", "collapse_spaces"], "hi you"),
        ("a\r\n\r\nb", ["unify_line_ends", "remove_empty_lines"], "a\nb"),
        ("a1, b2!", ["remove_digits", "remove_punctuation"], "a b"),
        ("a\n b", ["single_line"], "a b"),
    ],
)
def test_steps(call: Any, text: str, steps: list[str], result: str) -> None:
    assert call("clean", text=text, steps=steps)["result"] == result
