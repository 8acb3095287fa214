import base64
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encryption.key_source import InvalidKey, KeySource, read_key

KEY = bytes(range(200, 232))


@pytest.mark.parametrize(
    "text",
    [
        KEY.hex(),
        KEY.hex().upper(),
        base64.b64encode(KEY).decode(),
        base64.b64encode(KEY).decode().rstrip("="),
        base64.urlsafe_b64encode(KEY).decode(),
        f"  {KEY.hex()}\n",
    ],
)
def test_hex_and_base64_are_told_apart(text: Any) -> None:
    assert read_key(text) == KEY


@pytest.mark.parametrize(
    "text", ["", "secret", KEY[:31].hex(), base64.b64encode(KEY + b"x").decode(), "z" * 64]
)
def test_anything_else_is_no_key_and_is_not_repeated(text: Any) -> None:
    with pytest.raises(InvalidKey, match="'key' is not a 256-bit key") as caught:
        read_key(text)
    assert not text or text not in caught.value.text


@pytest.mark.parametrize("values", [{}, {"key": "a", "passphrase": "b"}])
def test_exactly_one_of_key_and_passphrase(values: Any) -> None:
    with pytest.raises(ValidationError, match="give exactly one of 'key' and 'passphrase'"):
        KeySource(**values)


def test_secrets_are_not_shown() -> None:
    assert "hunter2" not in repr(KeySource(passphrase="hunter2"))
