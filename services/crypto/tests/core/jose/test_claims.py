from typing import Any

import pytest

from flowforge_crypto.core.jose.claims import ClaimsRefused, check_claims, read_claims

NOW = 1_300_819_380
ANYTHING: dict[str, Any] = {
    "issuer": None,
    "audience": None,
    "subject": None,
    "required": [],
    "leeway_seconds": 0,
    "now": NOW,
}


@pytest.mark.parametrize(
    ("claims", "expected", "reason"),
    [
        ({}, {}, None),
        ({"exp": NOW + 1}, {}, None),
        ({"exp": NOW}, {}, "expired"),
        ({"exp": NOW - 9}, {"leeway_seconds": 10}, None),
        ({"exp": NOW - 10}, {"leeway_seconds": 10}, "expired"),
        ({"exp": "tomorrow"}, {}, "claims"),
        ({"exp": float("nan")}, {}, "claims"),
        ({"exp": True}, {}, "claims"),
        ({"nbf": NOW + 1}, {}, "not_yet_valid"),
        ({"nbf": NOW + 1}, {"leeway_seconds": 1}, None),
        ({"iat": NOW + 1}, {}, "issued_in_future"),
        ({"iss": "joe"}, {"issuer": "joe"}, None),
        ({"iss": "joe"}, {"issuer": "jane"}, "issuer"),
        ({}, {"issuer": "joe"}, "issuer"),
        ({"aud": "us"}, {"audience": "us"}, None),
        ({"aud": ["them", "us"]}, {"audience": "us"}, None),
        ({"aud": ["them"]}, {"audience": "us"}, "audience"),
        ({"aud": "us"}, {}, "audience"),
        ({}, {"audience": "us"}, "audience"),
        ({"sub": "42"}, {"subject": "43"}, "subject"),
        ({"sub": "42"}, {"required": ["sub", "jti"]}, "missing_claim"),
        ({"jti": ""}, {"required": ["jti"]}, None),
    ],
)
def test_rules(claims: Any, expected: Any, reason: Any) -> None:
    """RFC 7519, sections 4.1.1 to 4.1.7."""
    if reason is None:
        check_claims(claims, **ANYTHING | expected)
    else:
        with pytest.raises(ClaimsRefused, match=f"^{reason}$"):
            check_claims(claims, **ANYTHING | expected)


@pytest.mark.parametrize("payload", [b"", b"[]", b'"x"', b"\xff", b'{"a":' * 9999])
def test_what_are_no_claims(payload: Any) -> None:
    with pytest.raises(ClaimsRefused, match="malformed"):
        read_claims(payload)
