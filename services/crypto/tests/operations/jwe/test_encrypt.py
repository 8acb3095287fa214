from typing import Any

import pytest

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.jose.signing import AlgorithmNotForKey
from flowforge_crypto.core.jose.tokens import read_header
from flowforge_crypto.core.keys.types import generate
from flowforge_crypto.core.keys.writing import write_key
from flowforge_crypto.operations.jwe.decrypt import DecryptJweRequest, decrypt_jwe
from flowforge_crypto.operations.jwe.encrypt import EncryptJweRequest, encrypt_jwe


@pytest.mark.parametrize(
    ("key_type", "algorithm", "chosen"),
    [
        ("rsa-2048", None, "RSA-OAEP-256"),
        ("rsa-2048", "RSA-OAEP", "RSA-OAEP"),
        ("ec-p256", None, "ECDH-ES+A256KW"),
        ("ec-p384", "ECDH-ES", "ECDH-ES"),
        ("x25519", None, "ECDH-ES+A256KW"),
        ("x25519", "ECDH-ES+A192KW", "ECDH-ES+A192KW"),
        ("ec-p521", "ECDH-ES+A128KW", "ECDH-ES+A128KW"),
    ],
)
@pytest.mark.parametrize("content", ["A128GCM", "A192CBC-HS384"])
def test_for_a_public_key(key_type: Any, algorithm: Any, chosen: Any, content: Any) -> None:
    key = generate(key_type)
    public = write_key(key.public_key(), "pem")
    request = EncryptJweRequest(
        text="héllo", key=public, algorithm=algorithm, content_encryption=content, key_id="k1"
    )
    result = encrypt_jwe(request)
    assert result.algorithm == chosen
    assert read_header(result.token)["kid"] == "k1"
    opened = decrypt_jwe(DecryptJweRequest(token=result.token, key=write_key(key, "pem")))
    assert (opened.text, opened.header["enc"]) == ("héllo", content)


@pytest.mark.parametrize(
    ("size", "content", "algorithm", "chosen"),
    [
        (16, "A256GCM", None, "A128KW"),
        (32, "A256GCM", None, "A256KW"),
        (32, "A256GCM", "dir", "dir"),
        (32, "A192GCM", "A256GCMKW", "A256GCMKW"),
        (24, "A128GCM", None, "A192KW"),
        (24, "A192GCM", "A192GCMKW", "A192GCMKW"),
        (16, "A256CBC-HS512", "A128GCMKW", "A128GCMKW"),
        (48, "A192CBC-HS384", None, "dir"),
        (64, "A256CBC-HS512", None, "dir"),
    ],
)
def test_with_a_secret(size: Any, content: Any, algorithm: Any, chosen: Any) -> None:
    secret = "s" * size
    request = EncryptJweRequest(text="x", secret=secret, content_encryption=content, algorithm=algorithm)
    result = encrypt_jwe(request)
    assert result.algorithm == chosen
    assert decrypt_jwe(DecryptJweRequest(token=result.token, secret=secret)).text == "x"


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"secret": "short"}, AlgorithmNotForKey),
        ({"secret": "s" * 32, "algorithm": "RSA-OAEP"}, AlgorithmNotForKey),
        ({"key": write_key(generate("ed25519"), "pem")}, AlgorithmNotForKey),
        ({"secret": "s" * 32, "encoding": "hex"}, UndecodableText),
    ],
)
def test_errors(values: Any, error: Any) -> None:
    with pytest.raises(error):
        encrypt_jwe(EncryptJweRequest(text="x", **values))
