from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.passwords.one_time import InvalidOtpSecret
from flowforge_crypto.operations.totp.generate import GenerateTotpRequest, generate_totp
from flowforge_crypto.operations.totp.verify import VerifyTotpRequest, verify_totp

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def verify(**values: Any) -> Any:
    return verify_totp(VerifyTotpRequest(**{"secret": SECRET, "code": "287082", "at": 59} | values))


def test_the_right_code() -> None:
    assert verify().valid  # RFC 4226, appendix D, counter 1
    assert verify().counter == 1
    assert verify(code="287 082").valid
    now = generate_totp(GenerateTotpRequest(secret=SECRET)).code
    assert verify(code=now, at=None).valid


def test_clocks_that_differ() -> None:
    assert verify(at=89).valid
    assert verify(at=29).valid
    assert not verify(at=90).valid
    assert not verify(at=89, window=0).valid
    assert verify(at=359, window=10).valid


def test_a_code_counts_once() -> None:
    assert verify(after_counter=0).valid
    assert not verify(after_counter=1).valid


def test_others() -> None:
    assert not verify(code="000000").valid
    assert verify(code="000000").counter is None
    assert not verify(algorithm="sha256").valid
    with pytest.raises(InvalidOtpSecret):
        verify(secret="short")
    with pytest.raises(ValidationError):
        verify(code="12345")
    with pytest.raises(ValidationError):
        verify(window=11)
