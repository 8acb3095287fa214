from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.passwords.hashing import TARGETS, PasswordTooLong, parse
from flowforge_crypto.operations.password.hash import HashPasswordRequest, hash_a_password


@pytest.mark.parametrize("scheme", TARGETS)
def test_each_scheme(scheme: Any) -> None:
    result = hash_a_password(HashPasswordRequest(password="correct horse", scheme=scheme))
    assert result.scheme == scheme
    assert parse(result.hash) == TARGETS[scheme]


def test_errors() -> None:
    with pytest.raises(PasswordTooLong):
        hash_a_password(HashPasswordRequest(password="x" * 73, scheme="bcrypt"))
    with pytest.raises(ValidationError):
        HashPasswordRequest(password="x" * 1025)
