from typing import get_args

import pytest

from flowforge_crypto.core.encryption.key_source import InvalidKey
from flowforge_crypto.core.encryption.named_keys.types import (
    NamedKeyType,
    SigningType,
    bring_secret,
    encrypts,
    is_symmetric,
    make_secret,
    private_key,
    public_pem,
    show_secret,
)
from flowforge_crypto.core.keys.types import UnsuitableKey, generate, type_of
from flowforge_crypto.core.keys.writing import write_key

SIGNING: tuple[SigningType, ...] = get_args(SigningType)
SYMMETRIC: tuple[NamedKeyType, ...] = ("xchacha20-poly1305", "hmac-sha256", "hmac-sha512")


@pytest.mark.parametrize("key_type", SYMMETRIC)
def test_symmetric_types(key_type: NamedKeyType) -> None:
    secret = make_secret(key_type)
    assert (len(secret), is_symmetric(key_type), public_pem(key_type, secret)) == (32, True, None)
    assert bring_secret(key_type, show_secret(key_type, secret), "secret") == secret
    with pytest.raises(InvalidKey, match="'secret'"):
        bring_secret(key_type, "short", "secret")


@pytest.mark.parametrize("key_type", SIGNING)
def test_key_pairs(key_type: SigningType) -> None:
    secret = make_secret(key_type)
    assert (type_of(private_key(secret)), encrypts(key_type)) == (key_type, False)
    assert "BEGIN PUBLIC KEY" in (public_pem(key_type, secret) or "")
    assert bring_secret(key_type, show_secret(key_type, secret), "secret") == secret
    other = "ec-p384" if key_type == "ec-p256" else "ec-p256"
    with pytest.raises(UnsuitableKey, match=f"needs {key_type}"):
        bring_secret(key_type, write_key(generate(other), "pem"), "secret")
