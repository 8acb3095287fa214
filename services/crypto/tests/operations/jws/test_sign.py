import pytest

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.jose.signing import AlgorithmNotForKey
from flowforge_crypto.operations.jws.sign import SignJwsRequest, sign_jws

# RFC 8037, appendix A.1 and A.4.
JWK = (
    '{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",'
    '"x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}'
)
TOKEN = (
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR"
    "4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
)


def test_the_example_of_the_rfc() -> None:
    result = sign_jws(SignJwsRequest(text="Example of Ed25519 signing", key=JWK))
    assert (result.token, result.algorithm) == (TOKEN, "EdDSA")


def test_errors() -> None:
    with pytest.raises(UndecodableText):
        sign_jws(SignJwsRequest(text="x", encoding="hex", key=JWK))
    with pytest.raises(AlgorithmNotForKey):
        sign_jws(SignJwsRequest(text="x", key=JWK, algorithm="PS256"))
