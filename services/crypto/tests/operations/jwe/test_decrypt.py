import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest

from flowforge_crypto.core.jose.encryption import NotDecryptable, TokenAlgorithmRefused
from flowforge_crypto.core.keys.reading import PrivateKeyNeeded
from flowforge_crypto.core.keys.types import generate
from flowforge_crypto.core.keys.writing import write_key
from flowforge_crypto.operations.jwe.decrypt import DecryptJweRequest, decrypt_jwe
from flowforge_crypto.operations.jwe.encrypt import EncryptJweRequest, encrypt_jwe

# RFC 7516, appendix A.3.
TOKEN = (
    "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ."
    "AxY8DCtDaGlsbGljb3RoZQ.KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY.U0m_YmjN04DJvceFICbCVQ"
)
SECRET = {"secret": "GawgguFyGrWKav7AX4VKUg", "secret_encoding": "base64url"}


def test_the_example_of_the_rfc() -> None:
    assert decrypt_jwe(DecryptJweRequest(token=TOKEN, **SECRET)).text == "Live long and prosper."


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a.b.c.d.e",
        TOKEN[:-4] + "AAAA",
        TOKEN.replace(".KDlT", ".KDlU"),
        TOKEN.replace("eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0", "eyJhbGciOiJub25lIn0"),
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIiwiemlwIjoiREVGIn0..AAAA.AAAA.AAAA",
    ],
)
def test_whatever_is_wrong_is_one_error(token: Any) -> None:
    with pytest.raises(NotDecryptable):
        decrypt_jwe(DecryptJweRequest(token=token, **SECRET))


def test_another_key() -> None:
    with pytest.raises(NotDecryptable):
        decrypt_jwe(DecryptJweRequest(token=TOKEN, secret="s" * 16))
    with pytest.raises(PrivateKeyNeeded):
        decrypt_jwe(DecryptJweRequest(token=TOKEN, key=write_key(generate("x25519").public_key(), "pem")))


@pytest.mark.parametrize(
    "epk",
    [
        {"kty": "OKP", "crv": "X25519", "x": "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
        {"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "oct", "k": "AAAA"},
        {"kty": 5},
        [],
        None,
        "x",
    ],
)
@pytest.mark.parametrize("algorithm", ["ECDH-ES", "ECDH-ES+A128KW"])
def test_an_ephemeral_key_of_another_kind(epk: Any, algorithm: Any) -> None:
    header = json.dumps({"alg": algorithm, "enc": "A128GCM", "epk": epk}).encode()
    token = (
        urlsafe_b64encode(header).rstrip(b"=").decode() + ".AAAA.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA"
    )
    with pytest.raises(NotDecryptable):
        decrypt_jwe(DecryptJweRequest(token=token, key=write_key(generate("ec-p256"), "pem")))


@pytest.mark.parametrize(
    ("alg", "algorithm", "opens"),
    [
        ("A128KW", "A128KW", True),
        ("A128GCMKW", "A128KW", False),
        ("A128GCM", "dir", True),
        ("dir", "dir", True),
    ],
)
def test_the_algorithm_of_a_jwk(alg: Any, algorithm: Any, opens: Any) -> None:
    """RFC 7517, section 4.4."""
    secret = "0123456789abcdef"
    made = encrypt_jwe(
        EncryptJweRequest(text="x", secret=secret, algorithm=algorithm, content_encryption="A128GCM")
    )
    jwk = json.dumps(
        {"kty": "oct", "k": urlsafe_b64encode(secret.encode()).rstrip(b"=").decode(), "alg": alg}
    )
    request = DecryptJweRequest(token=made.token, key=jwk)
    if opens:
        assert decrypt_jwe(request).text == "x"
    else:
        with pytest.raises(TokenAlgorithmRefused, match="allows A128GCMKW"):
            decrypt_jwe(request)
