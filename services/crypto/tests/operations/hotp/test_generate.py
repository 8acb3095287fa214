import pytest

from flowforge_crypto.core.passwords.one_time import InvalidOtpSecret
from flowforge_crypto.operations.hotp.generate import GenerateHotpRequest, generate_hotp


def test_rfc_4226() -> None:
    """RFC 4226, appendix D."""
    request = GenerateHotpRequest(secret="GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", counter=9)
    assert generate_hotp(request).code == "520489"


def test_an_invalid_secret() -> None:
    with pytest.raises(InvalidOtpSecret):
        generate_hotp(GenerateHotpRequest(secret="short", counter=0))
