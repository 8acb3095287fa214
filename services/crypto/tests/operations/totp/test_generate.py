import pytest

from flowforge_crypto.core.passwords.one_time import InvalidOtpSecret
from flowforge_crypto.operations.totp.generate import GenerateTotpRequest, generate_totp

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def test_rfc_6238() -> None:
    """RFC 6238, appendix B."""
    result = generate_totp(GenerateTotpRequest(secret=SECRET, digits=8, at=1111111109))
    assert (result.code, result.expires_in_seconds) == ("07081804", 1)


def test_now() -> None:
    result = generate_totp(GenerateTotpRequest(secret=SECRET))
    assert len(result.code) == 6
    assert 1 <= result.expires_in_seconds <= 30


def test_an_invalid_secret() -> None:
    with pytest.raises(InvalidOtpSecret):
        generate_totp(GenerateTotpRequest(secret="short"))
