from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.passwords.choices import wordlist
from flowforge_crypto.operations.passphrase import PassphraseRequest, make_passphrase


def test_words_of_the_list() -> None:
    result = make_passphrase(PassphraseRequest(words=24, separator=" "))
    words = result.passphrase.split(" ")
    assert len(words) == 24
    assert set(words) <= set(wordlist())
    assert result.entropy_bits == 310.2


def test_capitals_and_a_number() -> None:
    result = make_passphrase(PassphraseRequest(words=3, separator=".", capitalize=True, number=True))
    *words, number = result.passphrase.split(".")
    assert number.isdecimal()
    assert all(word[0].isupper() for word in words)
    assert result.entropy_bits == 42.1


@pytest.mark.parametrize("values", [{"words": 2}, {"words": 25}, {"separator": "123456789"}])
def test_limits(values: Any) -> None:
    with pytest.raises(ValidationError):
        PassphraseRequest(**values)
