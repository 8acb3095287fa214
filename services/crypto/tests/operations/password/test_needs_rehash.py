import pytest

from flowforge_crypto.core.passwords.hashing import PasswordHashTooCostly, UnknownPasswordHash, hash_password
from flowforge_crypto.operations.password.needs_rehash import NeedsRehashRequest, check_rehash


def test_by_scheme_and_cost() -> None:
    current = hash_password(b"x", "argon2id")
    assert not check_rehash(NeedsRehashRequest(hash=current)).needs_rehash
    other = check_rehash(NeedsRehashRequest(hash=current, scheme="bcrypt"))
    assert (other.needs_rehash, other.scheme) == (True, "argon2id")


def test_errors() -> None:
    with pytest.raises(UnknownPasswordHash):
        check_rehash(NeedsRehashRequest(hash="plain"))
    with pytest.raises(PasswordHashTooCostly):
        check_rehash(NeedsRehashRequest(hash="$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"))
