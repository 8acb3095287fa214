import pytest
from pydantic import ValidationError

from flowforge_crypto.operations.password.strength import StrengthRequest, estimate_strength


def test_common_and_random_passwords() -> None:
    weak = estimate_strength(StrengthRequest(password="password1"))
    assert weak.score == 0
    assert weak.warning
    strong = estimate_strength(StrengthRequest(password="kT9$vLq2#xWz7!mB"))
    assert (strong.score, strong.warning) == (4, "")
    assert strong.guesses_log10 > weak.guesses_log10


def test_what_is_related_is_guessed_first() -> None:
    alone = estimate_strength(StrengthRequest(password="flowforge2026"))
    related = estimate_strength(StrengthRequest(password="flowforge2026", related=["FlowForge"]))
    assert related.guesses_log10 < alone.guesses_log10


def test_limits() -> None:
    with pytest.raises(ValidationError):
        StrengthRequest(password="")
    with pytest.raises(ValidationError):
        StrengthRequest(password="x" * 257)
    assert estimate_strength(StrengthRequest(password="aB3$" * 64)).score >= 1
