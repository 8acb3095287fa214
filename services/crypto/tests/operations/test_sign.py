import base64
from importlib import resources
from typing import Any

import pytest

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.keys.reading import EncryptedKey, PrivateKeyNeeded, UnreadableKey
from flowforge_crypto.core.keys.strength import WeakKey
from flowforge_crypto.core.keys.types import UnsuitableKey, generate
from flowforge_crypto.core.keys.writing import write_key
from flowforge_crypto.operations.sign import SignForm, sign_data

VECTORS = resources.files("cryptography_vectors").joinpath("asymmetric")
# RFC 8037, appendix A.1 and A.4: the signing input of the JWS example and its Ed25519 signature.
JWK = (
    '{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",'
    '"x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}'
)
INPUT = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
SIGNATURE = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"


def test_known_answer() -> None:
    result = sign_data(SignForm(text=INPUT, key=JWK, output="base64url"))
    assert (result.signature, result.algorithm) == (SIGNATURE, "ed25519")


def test_p1363_has_the_size_of_the_curve() -> None:
    form = SignForm(text="x", key=write_key(generate("ec-p521"), "pem"), signature_format="p1363")
    assert len(base64.b64decode(sign_data(form).signature)) == 132


@pytest.mark.parametrize(
    ("key", "error"),
    [
        ("no key", UnreadableKey),
        (VECTORS.joinpath("OpenSSH/ed25519-psw.key").read_text(), EncryptedKey),
        (VECTORS.joinpath("OpenSSH/ed25519-nopsw.key.pub").read_text(), PrivateKeyNeeded),
        (VECTORS.joinpath("PKCS8/unenc-rsa-pkcs8.pem").read_text(), WeakKey),
    ],
)
def test_keys_that_cannot_sign(key: Any, error: Any) -> None:
    with pytest.raises(error):
        sign_data(SignForm(text="x", key=key))


def test_other_errors() -> None:
    with pytest.raises(UnsuitableKey):
        sign_data(SignForm(text="x", key=JWK, algorithm="ecdsa-sha256"))
    with pytest.raises(UndecodableText):
        sign_data(SignForm(text="x", encoding="hex", key=JWK))
