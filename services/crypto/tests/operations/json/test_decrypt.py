import pytest

from flowforge_crypto.core.encryption.fields.sealing import FieldRefused
from flowforge_crypto.core.encryption.key_source import InvalidKey
from flowforge_crypto.operations.json.decrypt import DecryptJsonRequest, decrypt_json


def test_what_is_not_encrypted_stays() -> None:
    document = {"id": 7, "email": "alice@example.com", "tags": ["a", None]}
    assert decrypt_json(DecryptJsonRequest(document=document, key="00" * 32)).document == document


def test_errors() -> None:
    with pytest.raises(FieldRefused):
        decrypt_json(DecryptJsonRequest(document={"a": "ffj1:AAAA"}, key="00" * 32))
    with pytest.raises(InvalidKey):
        decrypt_json(DecryptJsonRequest(document={}, key="00"))
