from typing import Any

import pytest

from flowforge_crypto.core.passwords.one_time import InvalidOtpSecret
from flowforge_crypto.operations.hotp.verify import VerifyHotpRequest, verify_hotp


def verify(code: Any, counter: Any, **values: Any) -> Any:
    secret = values.pop("secret", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    result = verify_hotp(VerifyHotpRequest(secret=secret, code=code, counter=counter, **values))
    return result.valid, result.next_counter


def test_codes_of_rfc_4226_are_used_up() -> None:
    """RFC 4226, appendix D."""
    assert verify("755224", 0) == (True, 1)
    assert verify("755224", 1) == (False, 1)
    assert verify("969429", 0) == (True, 4)
    assert verify("338314", 0) == (False, 0)
    assert verify("338314", 0, look_ahead=4) == (True, 5)


def test_an_invalid_secret() -> None:
    with pytest.raises(InvalidOtpSecret):
        verify("755224", 0, secret="short")
