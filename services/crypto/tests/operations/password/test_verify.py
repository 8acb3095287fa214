from typing import Any

import pytest

from flowforge_crypto.core.passwords.hashing import (
    PasswordHashTooCostly,
    PasswordTooLong,
    UnknownPasswordHash,
)
from flowforge_crypto.operations.password.verify import VerifyPasswordRequest, verify_a_password

BCRYPT = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"  # crypt_blowfish


def test_right_and_wrong() -> None:
    result = verify_a_password(VerifyPasswordRequest(password="U*U", hash=BCRYPT))
    assert (result.valid, result.needs_rehash) == (True, True)
    assert not verify_a_password(VerifyPasswordRequest(password="u*u", hash=BCRYPT)).valid


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"password": "x", "hash": "plain"}, UnknownPasswordHash),
        ({"password": "x", "hash": BCRYPT.replace("$05$", "$30$")}, PasswordHashTooCostly),
        ({"password": "x" * 80, "hash": BCRYPT}, PasswordTooLong),
    ],
)
def test_errors(values: Any, error: Any) -> None:
    with pytest.raises(error):
        verify_a_password(VerifyPasswordRequest(**values))
