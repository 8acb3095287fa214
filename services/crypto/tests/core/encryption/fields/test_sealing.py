from typing import Any

import pytest

from flowforge_crypto.core.encryption.fields.sealing import FieldRefused, FieldSealer

SEALER = FieldSealer(bytes(32), b"row 7")


@pytest.mark.parametrize("value", ["text", "", 7, 1.5, True, None, ["a", {"b": 1}], {"ä": "ö"}])
def test_values_come_back_as_they_were(value: Any) -> None:
    for text in (SEALER.seal(value), SEALER.tokenize(value)):
        assert SEALER.open(text) == value
        assert type(SEALER.open(text)) is type(value)


def test_tokens_are_the_same_and_sealed_texts_are_not() -> None:
    assert SEALER.tokenize("a") == SEALER.tokenize("a")
    assert SEALER.tokenize("a") != SEALER.tokenize("b")
    assert SEALER.seal("a") != SEALER.seal("a")
    assert FieldSealer(bytes(32), b"row 8").tokenize("a") != SEALER.tokenize("a")
    assert SEALER.tokenize({"a": 1, "b": 2}) == SEALER.tokenize({"b": 2, "a": 1})


def test_other_texts_stay() -> None:
    assert SEALER.open("hello") == "hello"


def test_other_keys_contexts_and_changes() -> None:
    for text in (SEALER.seal("a"), SEALER.tokenize("a")):
        changed = text[:-2] + ("AA" if text[-2:] != "AA" else "BB")
        for sealer, given in (
            (FieldSealer(b"\1" * 32, b"row 7"), text),
            (FieldSealer(bytes(32), b""), text),
            (SEALER, changed),
            (SEALER, text[:5]),
            (SEALER, text[:5] + "!"),
        ):
            with pytest.raises(FieldRefused):
                sealer.open(given)
