import pytest

from flowforge_crypto.core.encodings.text import PlaintextIsBinary
from flowforge_crypto.operations.jws.sign import SignJwsRequest, sign_jws
from flowforge_crypto.operations.jws.verify import VerifyJwsRequest, verify_jws

SECRET = "s" * 32


def test_text_is_shown_only_if_valid() -> None:
    token = sign_jws(SignJwsRequest(text="hello", secret=SECRET)).token
    result = verify_jws(VerifyJwsRequest(token=token, secret=SECRET))
    assert (result.valid, result.text, result.header) == (True, "hello", {"alg": "HS256"})
    result = verify_jws(VerifyJwsRequest(token=token, secret="other"))
    assert (result.valid, result.reason, result.text, result.header) == (False, "signature", None, None)
    result = verify_jws(VerifyJwsRequest(token=token, secret=SECRET, algorithms=["HS512"]))
    assert (result.valid, result.reason) == (False, "algorithm")
    assert verify_jws(VerifyJwsRequest(token="no token", secret=SECRET)).reason == "malformed"


def test_a_binary_text() -> None:
    token = sign_jws(SignJwsRequest(text="ff", encoding="hex", secret=SECRET)).token
    assert verify_jws(VerifyJwsRequest(token=token, secret=SECRET, output="hex")).text == "ff"
    with pytest.raises(PlaintextIsBinary):
        verify_jws(VerifyJwsRequest(token=token, secret=SECRET))
