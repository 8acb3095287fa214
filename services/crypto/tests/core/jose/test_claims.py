from typing import Any

import pytest

from flowforge_crypto.core.jose.claims import (
    LAST_SECOND,
    ClaimsRefused,
    InvalidClaim,
    check_claims,
    read_claims,
    require_valid,
)

NOW = 1_300_819_380
ANYTHING: dict[str, Any] = {
    "issuer": None,
    "audience": [],
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
        ({"aud": "us"}, {"audience": ["us"]}, None),
        ({"aud": ["them", "us"]}, {"audience": ["us"]}, None),
        ({"aud": ["them"]}, {"audience": ["us"]}, "audience"),
        ({"aud": "us"}, {"audience": ["we", "us"]}, None),
        ({"aud": [["us"], None]}, {"audience": ["us"]}, "audience"),
        ({"exp": 1e308}, {}, None),
        ({"aud": "us"}, {}, "audience"),
        ({}, {"audience": ["us"]}, "audience"),
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


@pytest.mark.parametrize(
    "payload",
    [b"", b"[]", b'"x"', b"\xff", b'{"a":' * 9999, b'{"a":"\\ud800"}', b'{"a":1e999}', b'{"exp":1,"exp":2}'],
)
def test_what_are_no_claims(payload: Any) -> None:
    with pytest.raises(ClaimsRefused, match="malformed"):
        read_claims(payload)


@pytest.mark.parametrize(
    ("claims", "problem"),
    [
        ({"exp": "1796021490"}, "'claims.exp' is text '1796021490': it has to be a number of seconds"),
        ({"nbf": None}, "'claims.nbf' is null"),
        ({"iat": True}, "'claims.iat' is bool True"),
        ({"exp": 1_796_021_490_000}, "it counts seconds, not milliseconds"),
        ({"exp": -1}, "outside the years"),
        ({"iss": 7}, "'claims.iss' is int 7: it has to be text"),
        ({"sub": None}, "'claims.sub' is null"),
        ({"sub": "12:34"}, "text with a colon has to be a URI"),
        ({"aud": []}, "'claims.aud' is an empty list"),
        ({"aud": ["us", None]}, "'claims.aud' is null"),
        ({"jti": 5}, "'claims.jti' is int 5"),
    ],
)
def test_claims_that_others_would_refuse(claims: Any, problem: Any) -> None:
    """RFC 7519, sections 2 (NumericDate, StringOrURI) and 4.1."""
    with pytest.raises(InvalidClaim, match=problem):
        require_valid(claims)


def test_claims_that_are_signed_are_verified() -> None:
    claims = {
        "exp": LAST_SECOND,
        "nbf": NOW - 0.5,
        "iat": 0,
        "iss": "https://issuer.example",
        "sub": "auth0|42",
        "aud": ["us", "urn:them"],
        "jti": "",
        "mine": None,
    }
    require_valid(claims)
    check_claims(claims, **ANYTHING | {"audience": ["us"], "required": ["exp"]})
