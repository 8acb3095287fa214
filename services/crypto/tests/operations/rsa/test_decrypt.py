import pytest

from flowforge_crypto.core.encodings.text import PlaintextIsBinary, UndecodableText
from flowforge_crypto.core.encryption.oaep import RsaUndecryptable
from flowforge_crypto.core.keys.reading import PrivateKeyNeeded
from flowforge_crypto.core.keys.rsa_example import CIPHERTEXT, PRIVATE_KEY
from flowforge_crypto.core.keys.types import generate
from flowforge_crypto.core.keys.writing import write_key
from flowforge_crypto.operations.rsa.decrypt import RsaDecryptRequest, decrypt_rsa
from flowforge_crypto.operations.rsa.encrypt import RsaEncryptRequest, encrypt_rsa


def test_the_example() -> None:
    assert decrypt_rsa(RsaDecryptRequest(ciphertext=CIPHERTEXT, key=PRIVATE_KEY)).text == "hello"


def test_errors() -> None:
    for change in (
        {"label": "x"},
        {"hash": "sha512"},
        {"ciphertext": "AAAA"},
        {"key": write_key(generate("rsa-2048"), "pem")},
    ):
        with pytest.raises(RsaUndecryptable):
            decrypt_rsa(RsaDecryptRequest(**{"ciphertext": CIPHERTEXT, "key": PRIVATE_KEY} | change))
    with pytest.raises(UndecodableText):
        decrypt_rsa(RsaDecryptRequest(ciphertext="!", key=PRIVATE_KEY))
    with pytest.raises(PrivateKeyNeeded):
        decrypt_rsa(RsaDecryptRequest(ciphertext="", key=write_key(generate("ed25519").public_key(), "pem")))
    made = encrypt_rsa(RsaEncryptRequest(text="ff", encoding="hex", key=PRIVATE_KEY)).ciphertext
    with pytest.raises(PlaintextIsBinary):
        decrypt_rsa(RsaDecryptRequest(ciphertext=made, key=PRIVATE_KEY))
