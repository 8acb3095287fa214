import pytest

from flowforge_crypto.core.encodings.text import PlaintextIsBinary
from flowforge_crypto.core.encryption.named_keys.items import (
    DecryptItem,
    EncryptItem,
    RewrapItem,
    decrypt_item,
    encrypt_item,
    rewrap_item,
)
from flowforge_crypto.core.encryption.named_keys.model import NamedKey
from flowforge_crypto.core.encryption.named_keys.tokens import KeyInHand

OLD = KeyInHand("k", NamedKey.new())
NEW = KeyInHand("k", OLD.key.rotated("k"))


def test_from_text_to_text() -> None:
    made = encrypt_item(OLD, EncryptItem(text="ff", encoding="hex", associated_data="row 7"))
    request = DecryptItem(ciphertext=made.ciphertext, associated_data="row 7", output="hex")
    assert decrypt_item(NEW, request).model_dump() == {"text": "ff", "version": 1, "latest": False}
    with pytest.raises(PlaintextIsBinary):
        decrypt_item(NEW, request.model_copy(update={"output": "utf-8"}))


def test_a_rewrap_changes_only_what_is_old() -> None:
    made = encrypt_item(OLD, EncryptItem(text="hello"))
    fresh = rewrap_item(NEW, RewrapItem(ciphertext=made.ciphertext))
    assert (fresh.version, fresh.changed) == (2, True)
    assert rewrap_item(NEW, RewrapItem(ciphertext=fresh.ciphertext)).model_dump() == {
        "ciphertext": fresh.ciphertext,
        "version": 2,
        "changed": False,
    }
