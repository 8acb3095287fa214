from typing import Any

import pytest

from flowforge_crypto.operations.jwt.decode import DecodeJwtRequest, NotAToken, decode_jwt


def test_the_unsecured_token_of_the_rfc() -> None:
    """RFC 7519, section 6.1."""
    claims = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    token = f"eyJhbGciOiJub25lIn0.{claims}."
    result = decode_jwt(DecodeJwtRequest(token=token))
    assert result.verified is False
    assert result.header == {"alg": "none"}
    assert result.claims == {"iss": "joe", "exp": 1300819380, "http://example.com/is_root": True}


HALF = "eyJraWQiOiJcdWQ4MDAifQ.e30."
"""Its header holds half of a surrogate pair: {"kid":"\\ud800"}."""

HUGE = "e30.eyJhIjoxZTk5OX0."
"""Its claims hold a number that no response can carry: {"a":1e999}."""


@pytest.mark.parametrize("token", ["", "a", "a.b", "a.b.c", "e30.W10.", "e30.e30.e30.e30.e30", HALF, HUGE])
def test_what_is_no_token(token: Any) -> None:
    with pytest.raises(NotAToken):
        decode_jwt(DecodeJwtRequest(token=token))
