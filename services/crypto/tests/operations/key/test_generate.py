from typing import Any

import pytest

from flowforge_crypto.core.keys.reading import EncryptedKey, read_key_text, read_public
from flowforge_crypto.core.keys.types import KEY_TYPES, type_of
from flowforge_crypto.core.keys.writing import FormatNotForKey, spki_sha256
from flowforge_crypto.operations.key.generate import GenerateKeyRequest, generate_key


@pytest.mark.parametrize("key_type", KEY_TYPES)
def test_a_pair_belongs_together(key_type: Any) -> None:
    result = generate_key(GenerateKeyRequest(type=key_type))
    private = read_key_text(result.private_key, "key")
    assert type_of(private) == key_type
    assert private.public_key() == read_public(result.public_key, None)
    assert result.spki_sha256 == spki_sha256(private)


def test_with_a_passphrase() -> None:
    result = generate_key(GenerateKeyRequest(type="ec-p256", passphrase="words"))
    with pytest.raises(EncryptedKey):
        read_key_text(result.private_key, "key")


def test_a_format_that_the_type_does_not_have() -> None:
    with pytest.raises(FormatNotForKey):
        generate_key(GenerateKeyRequest(type="x25519", format="openssh"))
