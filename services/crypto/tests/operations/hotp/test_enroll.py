import base64

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.passwords.one_time import InvalidOtpSecret
from flowforge_crypto.operations.hotp.enroll import EnrollHotpRequest, enroll_hotp


def test_what_an_app_reads() -> None:
    result = enroll_hotp(EnrollHotpRequest(account="alice@example.com", issuer="Example", counter=7))
    assert result.uri == (
        f"otpauth://hotp/Example:alice@example.com?secret={result.secret}"
        "&algorithm=SHA1&digits=6&counter=7&issuer=Example"
    )
    assert result.qr_svg.startswith("<svg")
    assert base64.b64decode(result.qr_png.partition(",")[2]).startswith(b"\x89PNG")


def test_errors() -> None:
    with pytest.raises(InvalidOtpSecret):
        enroll_hotp(EnrollHotpRequest(account="a", issuer="b", secret="short"))
    with pytest.raises(ValidationError):
        EnrollHotpRequest(account="a", issuer="b", counter=-1)
