from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.passwords.choices import ALPHABETS
from flowforge_crypto.operations.random_string import (
    RandomStringRequest,
    RepeatedCharacter,
    make_random_string,
)


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_each_alphabet(alphabet: Any) -> None:
    result = make_random_string(RandomStringRequest(length=4096, alphabet=alphabet))
    assert len(result.value) == 4096
    assert set(result.value) == set(ALPHABETS[alphabet])


def test_an_alphabet_of_ones_own() -> None:
    result = make_random_string(RandomStringRequest(length=16, characters="01"))
    assert set(result.value) <= {"0", "1"}
    assert result.entropy_bits == 16.0


def test_a_repeated_character_is_refused() -> None:
    with pytest.raises(RepeatedCharacter):
        make_random_string(RandomStringRequest(characters="aab"))


@pytest.mark.parametrize(
    "values", [{"length": 0}, {"length": 4097}, {"characters": "a"}, {"characters": "é" * 257}]
)
def test_limits(values: Any) -> None:
    with pytest.raises(ValidationError):
        RandomStringRequest(**values)
