import json
from importlib import resources

import pytest

from flowforge_crypto.core.keys.reading import EncryptedKey, UnreadableKey, WrongKeyPassphrase
from flowforge_crypto.operations.key.thumbprint import ThumbprintRequest, thumbprint_key

VECTORS = resources.files("cryptography_vectors").joinpath("asymmetric")
ENCRYPTED = VECTORS.joinpath("OpenSSH/ed25519-psw.key").read_text()


def test_of_the_rfc() -> None:
    """RFC 8037, appendix A.3."""
    key = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    result = thumbprint_key(ThumbprintRequest(key=json.dumps(key)))
    assert result.jwk_sha256 == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    assert (result.type, result.private) == ("ed25519", False)


def test_a_key_without_jwk_and_openssh() -> None:
    result = thumbprint_key(ThumbprintRequest(key=VECTORS.joinpath("MLKEM/mlkem768.pem").read_text()))
    assert (result.type, result.jwk_sha256, result.openssh) == ("ml-kem-768", None, None)
    assert len(result.spki_sha256) == 64


def test_errors() -> None:
    with pytest.raises(EncryptedKey):
        thumbprint_key(ThumbprintRequest(key=ENCRYPTED))
    with pytest.raises(WrongKeyPassphrase):
        thumbprint_key(ThumbprintRequest(key=ENCRYPTED, passphrase="wrong"))
    with pytest.raises(UnreadableKey):
        thumbprint_key(ThumbprintRequest(key="hello"))
