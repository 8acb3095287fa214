from hypothesis import given
from hypothesis import strategies as st

from flowforge_llm.core.tasks.text.changes import Change, changes_between


def test_changes_are_told_word_by_word() -> None:
    changes = changes_between("She dont like apples.", "She doesn't like pears.")
    assert changes[0].start == 4
    assert [(one.before, one.after) for one in changes][-1] == ("apples", "pears")
    assert changes_between("same", "same") == []
    assert changes_between("a", "a b") == [Change(1, 1, "", " b")]


@given(st.text("ab 𝄞.\n", max_size=30), st.text("ab 𝄞.\n", max_size=30))
def test_changes_make_the_second_text_of_the_first(first: str, second: str) -> None:
    text = first
    for one in reversed(changes_between(first, second)):
        assert text[one.start : one.end] == one.before
        text = text[: one.start] + one.after + text[one.end :]
    assert text == second
