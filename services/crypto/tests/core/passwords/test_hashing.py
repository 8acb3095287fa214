from typing import Any

import pytest

from flowforge_crypto.core.passwords.hashing import (
    TARGETS,
    PasswordHashTooCostly,
    PasswordTooLong,
    SignExtendedHash,
    UnknownPasswordHash,
    hash_password,
    needs_rehash,
    parse,
    verify_password,
)

PUBLISHED = [
    # crypt_blowfish's test vectors (Openwall).
    (b"U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
    (b"U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"),
    (b"", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy"),
    # The Argon2 reference implementation's test.c, version 0x13.
    (
        b"password",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    ),
    (
        b"password",
        "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA",
    ),
    # Passlib's documentation of its scrypt format.
    (b"password", "$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E"),
]


@pytest.mark.parametrize(("password", "text"), PUBLISHED)
def test_published_hashes(password: Any, text: Any) -> None:
    assert verify_password(password, text)
    assert not verify_password(password + b"x", text)


@pytest.mark.parametrize("scheme", TARGETS)
def test_what_is_hashed_is_verified(scheme: Any) -> None:
    text = hash_password("pässword".encode(), scheme)
    assert parse(text) == TARGETS[scheme]
    assert verify_password("pässword".encode(), text)
    assert hash_password("pässword".encode(), scheme) != text
    assert not needs_rehash(text, scheme)


def test_a_cheaper_or_other_hash_needs_to_be_made_anew() -> None:
    assert needs_rehash(PUBLISHED[0][1], "bcrypt")
    assert needs_rehash(PUBLISHED[3][1], "argon2id")
    assert needs_rehash(hash_password(b"x", "bcrypt"), "argon2id")
    argon2i = "$argon2i$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA"
    assert needs_rehash(argon2i, "argon2id")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "$1$salt$hash",
        "$2a$05$short",
        "$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2b$40$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$argon2id$v=19$m=1,t=1",
        "$scrypt$ln=16,r=1,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E",
        "5f4dcc3b5aa765d61d8327deb882cf99",
    ],
)
def test_what_is_no_hash(text: Any) -> None:
    with pytest.raises(UnknownPasswordHash):
        verify_password(b"x", text)


@pytest.mark.parametrize(
    "text",
    [
        "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=4000000,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$scrypt$ln=30,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E",
    ],
)
def test_a_hash_that_would_exhaust_the_service(text: Any) -> None:
    with pytest.raises(PasswordHashTooCostly):
        verify_password(b"x", text)


def test_a_damaged_argon2_hash() -> None:
    with pytest.raises(UnknownPasswordHash):
        verify_password(b"x", "$argon2id$v=19$m=8,t=1,p=1$A$A")


def test_bcrypt_takes_72_bytes() -> None:
    assert hash_password(b"x" * 72, "bcrypt")
    with pytest.raises(PasswordTooLong, match="has 73 bytes"):
        hash_password(b"x" * 73, "bcrypt")
    with pytest.raises(PasswordTooLong):
        verify_password(b"x" * 73, PUBLISHED[0][1])


def test_blanks_around_a_hash() -> None:
    stored = " $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\r\n"
    assert verify_password(b"U*U", stored)
    assert needs_rehash(stored, "bcrypt")


def test_the_broken_form_of_bcrypt() -> None:
    """crypt_blowfish's $2x$ marks hashes of the versions that extended the sign of characters."""
    stored = "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
    assert verify_password(b"U*U", stored)
    assert needs_rehash(stored, "bcrypt")
    with pytest.raises(SignExtendedHash, match="only ASCII passwords"):
        verify_password("\xa3".encode(), stored)


@pytest.mark.parametrize(
    "text",
    [
        "$2b$15$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$scrypt$ln=18,r=8,p=3$c2FsdHNhbHRzYWx0$" + "A" * 43,
        "$argon2id$v=19$m=262144,t=5,p=1$c2FsdHNhbHQ$" + "A" * 43,
    ],
)
def test_the_product_of_the_costs_is_bounded(text: Any) -> None:
    with pytest.raises(PasswordHashTooCostly):
        verify_password(b"x", text)
