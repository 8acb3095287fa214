from typing import Any

import pytest

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.keys.reading import EncryptedKey, UnreadableKey
from flowforge_crypto.core.keys.types import UnsuitableKey, generate
from flowforge_crypto.core.keys.writing import write_key
from flowforge_crypto.operations.hpke.decrypt import HpkeDecryptRequest, decrypt_hpke
from flowforge_crypto.operations.hpke.encrypt import HpkeEncryptRequest, encrypt_hpke

KEY, POST_QUANTUM = generate("x25519"), generate("ml-kem-768")


def test_post_quantum_both_ways() -> None:
    public = {
        "key": write_key(KEY.public_key(), "pem"),
        "post_quantum_key": write_key(POST_QUANTUM.public_key(), "pem"),
    }
    made = encrypt_hpke(HpkeEncryptRequest(text="héllo", info="row 7", **public))
    assert made.key_encapsulation == "ml-kem-768+x25519"
    private = {"key": write_key(KEY, "pem"), "post_quantum_key": write_key(POST_QUANTUM, "der")}
    request = HpkeDecryptRequest(ciphertext=made.ciphertext, info="row 7", **private)
    assert decrypt_hpke(request).text == "héllo"


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"encoding": "hex"}, UndecodableText),
        ({"key": "hello"}, UnreadableKey),
        ({"key": write_key(KEY, "pem", "words")}, EncryptedKey),
        ({"key": write_key(generate("ed25519"), "pem")}, UnsuitableKey),
    ],
)
def test_errors(values: Any, error: Any) -> None:
    with pytest.raises(error):
        encrypt_hpke(HpkeEncryptRequest(**{"text": "x", "key": write_key(KEY, "pem")} | values))
