import json
from importlib import resources

import pytest

from flowforge_crypto.core.keys.reading import EncryptedKey, UnreadableKey, WrongKeyPassphrase
from flowforge_crypto.core.keys.writing import FormatNotForKey
from flowforge_crypto.operations.key.convert import ConvertKeyRequest, convert_key

VECTORS = resources.files("cryptography_vectors").joinpath("asymmetric")
ENCRYPTED = VECTORS.joinpath("OpenSSH/ed25519-psw.key").read_text()


def test_a_passphrase_is_removed_changed_and_added() -> None:
    bare = convert_key(ConvertKeyRequest(key=ENCRYPTED, passphrase="password"))
    assert (bare.type, bare.private, bare.format) == ("ed25519", True, "pem")
    assert bare.key.startswith("-----BEGIN PRIVATE KEY-----")
    locked = convert_key(ConvertKeyRequest(key=bare.key, new_passphrase="new"))
    assert locked.key.startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    opened = convert_key(ConvertKeyRequest(key=locked.key, passphrase="new", format="jwk"))
    assert json.loads(opened.key)["crv"] == "Ed25519"
    assert convert_key(ConvertKeyRequest(key=opened.key)).key == bare.key


def test_errors() -> None:
    with pytest.raises(EncryptedKey):
        convert_key(ConvertKeyRequest(key=ENCRYPTED))
    with pytest.raises(WrongKeyPassphrase):
        convert_key(ConvertKeyRequest(key=ENCRYPTED, passphrase="wrong"))
    with pytest.raises(UnreadableKey):
        convert_key(ConvertKeyRequest(key="hello"))
    with pytest.raises(FormatNotForKey):
        convert_key(ConvertKeyRequest(key=VECTORS.joinpath("MLKEM/mlkem768.pem").read_text(), format="jwk"))
