from importlib import resources

import pytest

from flowforge_crypto.core.keys.reading import EncryptedKey, UnreadableKey, WrongKeyPassphrase
from flowforge_crypto.core.keys.writing import FormatNotForKey
from flowforge_crypto.operations.key.convert import _EXAMPLE as PUBLIC_OF_RFC_8410
from flowforge_crypto.operations.key.public import _EXAMPLE as PRIVATE_OF_RFC_8410
from flowforge_crypto.operations.key.public import PublicKeyRequest, extract_public_key

VECTORS = resources.files("cryptography_vectors")
ENCRYPTED = VECTORS.joinpath("asymmetric/OpenSSH/rsa-psw.key").read_text()


def test_of_a_private_key() -> None:
    assert extract_public_key(PublicKeyRequest(key=PRIVATE_OF_RFC_8410)).public_key == PUBLIC_OF_RFC_8410


def test_of_a_private_key_and_its_published_line() -> None:
    result = extract_public_key(PublicKeyRequest(key=ENCRYPTED, passphrase="password", format="openssh"))
    line = VECTORS.joinpath("asymmetric/OpenSSH/rsa-psw.key.pub").read_text()
    assert result.public_key == " ".join(line.split()[:2])
    assert result.type == "rsa-2048"


def test_of_a_certificate() -> None:
    pem = VECTORS.joinpath("x509/letsencryptx3.pem").read_text()
    assert extract_public_key(PublicKeyRequest(key=pem)).type == "rsa-2048"


def test_errors() -> None:
    with pytest.raises(EncryptedKey):
        extract_public_key(PublicKeyRequest(key=ENCRYPTED))
    with pytest.raises(WrongKeyPassphrase):
        extract_public_key(PublicKeyRequest(key=ENCRYPTED, passphrase="wrong"))
    with pytest.raises(UnreadableKey):
        extract_public_key(PublicKeyRequest(key="hello"))
    kem = VECTORS.joinpath("asymmetric/MLKEM/mlkem768.pem").read_text()
    with pytest.raises(FormatNotForKey):
        extract_public_key(PublicKeyRequest(key=kem, format="openssh"))
