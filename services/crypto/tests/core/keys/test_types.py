from importlib import resources
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed448, x448
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from flowforge_crypto.core.keys.types import KEY_TYPES, generate, is_private, public_of, type_of


@pytest.mark.parametrize("key_type", KEY_TYPES)
def test_what_is_made_is_what_was_asked_for(key_type: Any) -> None:
    key = generate(key_type)
    assert type_of(key) == type_of(public_of(key)) == key_type
    assert is_private(key)
    assert not is_private(public_of(key))
    assert public_of(public_of(key)) == public_of(key)


def test_other_types() -> None:
    """We make none of these, and tell what they are."""
    assert type_of(ed448.Ed448PrivateKey.generate()) == "ed448"
    assert type_of(x448.X448PrivateKey.generate().public_key()) == "x448"
    folder = resources.files("cryptography_vectors").joinpath("asymmetric")
    dsa = load_pem_private_key(folder.joinpath("PKCS8", "unenc-dsa-pkcs8.pem").read_bytes(), None)
    assert type_of(dsa) == "dsa"
