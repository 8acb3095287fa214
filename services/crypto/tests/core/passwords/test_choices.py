from collections import Counter
from typing import Any

import pytest

from flowforge_crypto.core.passwords.choices import (
    ALPHABETS,
    AMBIGUOUS,
    draw,
    draw_with_each,
    entropy_bits,
    wordlist,
)


def test_draws_are_even() -> None:
    counted = Counter(draw("abcd", 40_000))
    assert set(counted) == set("abcd")
    assert all(9_400 < number < 10_600 for number in counted.values())  # six standard deviations


def test_each_class_is_there() -> None:
    for _ in range(200):
        drawn = draw_with_each(["ab", "01", "!"], 4)
        assert set(drawn) & set("ab")
        assert set(drawn) & set("01")
        assert "!" in drawn


@pytest.mark.parametrize(("choices", "draws", "bits"), [(2, 8, 8.0), (62, 22, 131.0), (7776, 6, 77.5)])
def test_entropy(choices: Any, draws: Any, bits: Any) -> None:
    assert entropy_bits(choices, draws) == bits


def test_the_word_list_is_the_large_one() -> None:
    assert len(wordlist()) == len(set(wordlist())) == 6**5
    assert (wordlist()[0], wordlist()[-1]) == ("abacus", "zoom")


def test_unambiguous_is_what_it_says() -> None:
    assert not set(ALPHABETS["unambiguous"]) & set(AMBIGUOUS)
