from pydoc_data.topics import topics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowforge_llm.core.tasks.text.lines import lost_parts, take_apart


@given(st.text())
def test_lines_put_together_are_the_text(text: str) -> None:
    assert "".join(line.before + line.said + line.after for line in take_apart(text)) == text


def test_lines_of_real_documentation_come_back_whole() -> None:
    for text in topics.values():
        assert "".join(line.before + line.said + line.after for line in take_apart(text)) == text


@pytest.mark.parametrize(
    ("line", "before", "said", "after"),
    [
        ("  - Good morning  \n", "  - ", "Good morning", "  \n"),
        ("## Title\n", "## ", "Title", "\n"),
        ("12. > quoted", "12. > ", "quoted", ""),
        ("\n", "\n", "", ""),
    ],
)
def test_list_marks_are_not_said(line: str, before: str, said: str, after: str) -> None:
    (taken,) = take_apart(line)
    assert (taken.before, taken.said, taken.after) == (before, said, after)


def test_lines_without_words_need_no_translation() -> None:
    assert [line.has_words for line in take_apart("{name}\n----\n12.5\n<br>\nHello {name}\n")] == [
        False,
        False,
        False,
        False,
        True,
    ]


def test_lost_placeholders_are_told() -> None:
    before = "Dear {{name}}, %s, {amount}, [EMAIL_1]: <b>see</b> https://example.org/a"
    assert lost_parts(before, before) == []
    after = "Liebe {{Name}}, %s, [EMAIL_1]: <b>siehe</b> https://example.org/a"
    assert lost_parts(before, after) == ["{amount}", "{{name}}"]
    assert lost_parts("{a} {a}", "{a}") == ["{a}"]
