import string
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.passwords.choices import AMBIGUOUS, SYMBOLS
from flowforge_crypto.operations.password.generate import PasswordRequest, generate_password


def test_each_class_that_is_asked_for_and_no_other() -> None:
    for _ in range(100):
        password = generate_password(PasswordRequest(length=8, symbols=False)).password
        assert set(password) & set(string.ascii_lowercase)
        assert set(password) & set(string.ascii_uppercase)
        assert set(password) & set(string.digits)
        assert not set(password) & set(SYMBOLS)


def test_nothing_ambiguous() -> None:
    passwords = "".join(
        generate_password(PasswordRequest(length=256, exclude_ambiguous=True)).password for _ in range(20)
    )
    assert not set(passwords) & set(AMBIGUOUS)


def test_bits() -> None:
    assert generate_password(PasswordRequest(length=20, symbols=False)).entropy_bits == 119.1


def test_digits_alone() -> None:
    request = PasswordRequest(length=12, lowercase=False, uppercase=False, symbols=False)
    assert generate_password(request).password.isdecimal()


@pytest.mark.parametrize(
    "values",
    [
        {"length": 7},
        {"length": 257},
        {"lowercase": False, "uppercase": False, "digits": False, "symbols": False},
    ],
)
def test_limits(values: Any) -> None:
    with pytest.raises(ValidationError):
        PasswordRequest(**values)
