from typing import Any

import pytest

from flowforge_crypto.core.encodings.text import PlaintextIsBinary, UndecodableText
from flowforge_crypto.core.encryption.hybrid import HybridUndecryptable
from flowforge_crypto.core.keys.reading import PrivateKeyNeeded
from flowforge_crypto.core.keys.types import UnsuitableKey, generate
from flowforge_crypto.core.keys.writing import write_key
from flowforge_crypto.operations.hpke.decrypt import HpkeDecryptRequest, decrypt_hpke
from flowforge_crypto.operations.hpke.encrypt import HpkeEncryptRequest, encrypt_hpke

KEY = generate("x25519")
PEM = write_key(KEY, "pem")
MADE = encrypt_hpke(HpkeEncryptRequest(text="ff", encoding="hex", key=PEM)).ciphertext


def test_a_binary_plaintext() -> None:
    assert decrypt_hpke(HpkeDecryptRequest(ciphertext=MADE, key=PEM, output="hex")).text == "ff"
    with pytest.raises(PlaintextIsBinary):
        decrypt_hpke(HpkeDecryptRequest(ciphertext=MADE, key=PEM))


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"ciphertext": "AAAA"}, HybridUndecryptable),
        ({"info": "other"}, HybridUndecryptable),
        ({"ciphertext": "!"}, UndecodableText),
        ({"key": write_key(KEY.public_key(), "pem")}, PrivateKeyNeeded),
        ({"key": write_key(generate("ed25519"), "pem")}, UnsuitableKey),
    ],
)
def test_errors(values: Any, error: Any) -> None:
    with pytest.raises(error):
        decrypt_hpke(HpkeDecryptRequest(**{"ciphertext": MADE, "key": PEM} | values))
