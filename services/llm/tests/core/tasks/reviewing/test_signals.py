import pytest

from flowforge_llm.core.tasks.reviewing.signals import (
    compare,
    ends_whole,
    is_copy,
    is_repetitive,
    is_unreadable,
    language_of,
)

SOURCE = "The council closed the east lane of Harbor Bridge for six weeks. Buses use Mill Road until 4 May."


def test_words_of_the_source_in_other_forms_are_known() -> None:
    assert compare(SOURCE, "Closing a lane of the bridge: the bus uses Mill Road.").unknown_share == 0


def test_words_that_the_source_lacks_are_counted() -> None:
    found = compare(SOURCE, "A mayor opens some tunnel.")
    assert found.unknown_share == 1
    assert not found.is_copy


@pytest.mark.parametrize(
    ("result", "foreign"), [("Until 4 May.", []), ("Until 5 May, for 1,200 euros.", ["5", "1,200"])]
)
def test_numbers_must_be_in_the_source(result: str, foreign: list[str]) -> None:
    assert compare(SOURCE, result).foreign_numbers == foreign


def test_a_copy_has_the_same_words_whatever_its_marks() -> None:
    assert is_copy("One, two. Three!", "one two three")
    assert not is_copy("One, two. Three!", "one two")
    assert not is_copy("", "")


def test_repetition() -> None:
    assert is_repetitive("He may appeal within 30 days. He may appeal within 30 days.")
    assert is_repetitive("and so it was and so it was and so it was and so it was")
    assert not is_repetitive(SOURCE)


def test_a_sentence_ends_with_its_mark() -> None:
    assert ends_whole('He said "no."')
    assert ends_whole("図書館は閉まっている。")
    assert not ends_whole("The council closed the")


def test_the_language_is_told_only_where_it_is_certain() -> None:
    assert language_of("Der Zug nach Berlin fährt heute leider nicht.") == "de"
    assert language_of("Hotel Adler") is None


def test_gibberish_has_no_common_words() -> None:
    assert is_unreadable("asdkfj qwpoeiru zxmcnv laksjdf qpwoei rutyghf bnvmcx trewq")
    assert not is_unreadable(SOURCE)
    assert not is_unreadable("Die Sitzung wird von Donnerstag auf Freitag in den kleinen Saal verschoben.")
    assert not is_unreadable("short text")
