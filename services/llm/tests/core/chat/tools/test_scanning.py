import json

import pytest

from flowforge_llm.core.chat.tools.scanning import CallScanner

WORDS = 'Tab\t, "quotes", back\\slash, / and 🌱 é'
CALL = '{ "tool" : "get_weather", "arguments": {"city": "a } \\" ] b", "days": [1, {"n": 2}]} }'


def read(text: str, size: int, *, words_are_text: bool = True) -> tuple[str | None, str, str]:
    """Feed *text* in pieces of *size*, and return the call, its arguments and the words."""
    scanner = CallScanner(words_are_text=words_are_text)
    pieces = [scanner.feed(text[at : at + size]) for at in range(0, len(text), size)]
    calls = [piece.call for piece in pieces if piece.call is not None]
    assert len(calls) <= 1
    arguments = "".join(piece.arguments for piece in pieces)
    return calls[0] if calls else None, arguments, "".join(piece.words for piece in pieces)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_words_are_decoded_however_they_are_cut(size: int, *, ascii_only: bool) -> None:
    text = json.dumps({"answer": WORDS}, ensure_ascii=ascii_only)
    assert read(text, size) == (None, "", WORDS)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
def test_calls_are_read_however_they_are_cut(size: int) -> None:
    name, arguments, words = read(CALL, size)
    assert (name, words) == ("get_weather", "")
    assert json.loads(arguments) == {"city": 'a } " ] b', "days": [1, {"n": 2}]}


@pytest.mark.parametrize("size", [1, 1000])
@pytest.mark.parametrize("value", [{"a": "}"}, [1, 2], 3.5, "text", None])
def test_an_answer_that_is_a_value_is_passed_as_it_stands(value: object, size: int) -> None:
    _, _, words = read(json.dumps({"answer": value}), size, words_are_text=False)
    assert json.loads(words) == value


def test_half_of_a_surrogate_pair_becomes_the_replacement_character() -> None:
    assert read('{"answer": "a\\ud83d b"}', 1)[2] == "a\N{REPLACEMENT CHARACTER} b"


def test_what_is_cut_off_gives_what_was_there() -> None:
    assert read('{"answer": "half a sent', 4)[2] == "half a sent"
    assert read('{"tool": "f", "arguments": {"a": 1, "b', 4) == ("f", '{"a": 1, "b', "")
    assert read('{"to', 1) == (None, "", "")
