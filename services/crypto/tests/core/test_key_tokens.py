from typing import Any

import pytest

from flowforge_crypto.core.key_tokens import InvalidKeyToken, KeyTokenRefused, decrypt_token, encrypt_token
from flowforge_crypto.core.named_keys import NamedKey, VersionOutOfRange

KEY = NamedKey.new()


def test_old_versions_still_open() -> None:
    token = encrypt_token("k", KEY, b"hello", b"row 7")
    rotated = KEY.rotated("k")
    assert token.startswith("ffk1:1:")
    assert decrypt_token("k", rotated, token, b"row 7") == (b"hello", 1)
    assert encrypt_token("k", rotated, b"hello", b"").startswith("ffk1:2:")
    with pytest.raises(VersionOutOfRange):
        decrypt_token("k", KEY, encrypt_token("k", rotated, b"", b""), b"")


def test_it_is_bound_to_name_version_and_associated_data() -> None:
    token = encrypt_token("k", KEY, b"hello", b"row 7")
    twice = KEY.model_copy(update={"versions": KEY.versions * 2})
    for name, key, text, associated in (
        ("other", KEY, token, b"row 7"),
        ("k", NamedKey.new(), token, b"row 7"),
        ("k", KEY, token, b"row 8"),
        ("k", twice, token.replace("ffk1:1:", "ffk1:2:"), b"row 7"),
        ("k", KEY, token[:-3] + ("AAA" if token[-3:] != "AAA" else "BBB"), b"row 7"),
        ("k", KEY, token[:-4], b"row 7"),
    ):
        with pytest.raises(KeyTokenRefused):
            decrypt_token(name, key, text, associated)


@pytest.mark.parametrize(
    "token",
    ["", "hello", "ffk1:0:AAAA", "ffk1:1:", "ffk1:1:AAAA", "ffk2:1:" + "A" * 80, "ffk1:1:A" + "A" * 80],
)
def test_what_is_no_token(token: Any) -> None:
    with pytest.raises(InvalidKeyToken):
        decrypt_token("k", KEY, token, b"")


def test_no_two_are_alike() -> None:
    assert len({encrypt_token("k", KEY, b"", b"") for _ in range(100)}) == 100
