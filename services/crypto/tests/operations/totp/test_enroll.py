import base64
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.passwords.one_time import InvalidOtpSecret, LabelTooLong
from flowforge_crypto.operations.totp.enroll import EnrollTotpRequest, enroll_totp
from flowforge_crypto.operations.totp.generate import GenerateTotpRequest, generate_totp


def test_what_an_app_reads() -> None:
    result = enroll_totp(EnrollTotpRequest(account="alice@example.com", issuer="Example Ltd"))
    assert result.uri == (
        f"otpauth://totp/Example%20Ltd:alice@example.com?secret={result.secret}"
        "&algorithm=SHA1&digits=6&period=30&issuer=Example%20Ltd"
    )
    assert len(base64.b32decode(result.secret)) == 20
    assert result.qr_svg.startswith("<svg")
    assert base64.b64decode(result.qr_png.partition(",")[2]).startswith(b"\x89PNG")
    assert generate_totp(GenerateTotpRequest(secret=result.secret)).code


def test_a_secret_of_ones_own() -> None:
    request = EnrollTotpRequest(account="a", issuer="b", secret="gezd gnbv gy3t qojq gezd gnbv gy3t qojq")
    assert enroll_totp(request).secret == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    with pytest.raises(InvalidOtpSecret):
        enroll_totp(EnrollTotpRequest(account="a", issuer="b", secret="short"))


def test_what_no_qr_code_holds() -> None:
    with pytest.raises(LabelTooLong):
        enroll_totp(EnrollTotpRequest(account="💩" * 128, issuer="💩" * 128))
    with pytest.raises(InvalidOtpSecret):
        enroll_totp(EnrollTotpRequest(account="a", issuer="b", secret="A" * 1000))


@pytest.mark.parametrize("account", ["", "a:b", "x" * 129])
def test_limits(account: Any) -> None:
    with pytest.raises(ValidationError):
        EnrollTotpRequest(account=account, issuer="b")
