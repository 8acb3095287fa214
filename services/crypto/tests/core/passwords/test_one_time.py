from typing import Any

import pytest

from flowforge_crypto.core.passwords.one_time import (
    InvalidOtpSecret,
    hotp,
    matching_counter,
    otpauth_uri,
    read_secret,
)

SECRET = b"12345678901234567890"


def test_hotp_of_rfc_4226() -> None:
    """RFC 4226, appendix D."""
    codes = [
        "755224",
        "287082",
        "359152",
        "969429",
        "338314",
        "254676",
        "287922",
        "162583",
        "399871",
        "520489",
    ]
    assert [hotp(SECRET, counter, 6, "sha1") for counter in range(10)] == codes


@pytest.mark.parametrize(
    ("moment", "sha1", "sha256", "sha512"),
    [
        (59, "94287082", "46119246", "90693936"),
        (1111111109, "07081804", "68084774", "25091201"),
        (1111111111, "14050471", "67062674", "99943326"),
        (1234567890, "89005924", "91819424", "93441116"),
        (2000000000, "69279037", "90698825", "38618901"),
        (20000000000, "65353130", "77737706", "47863826"),
    ],
)
def test_totp_of_rfc_6238(moment: Any, sha1: Any, sha256: Any, sha512: Any) -> None:
    """RFC 6238, appendix B, with its erratum 2866 on the lengths of the secrets."""
    long = SECRET * 4
    assert hotp(SECRET, moment // 30, 8, "sha1") == sha1
    assert hotp(long[:32], moment // 30, 8, "sha256") == sha256
    assert hotp(long[:64], moment // 30, 8, "sha512") == sha512


@pytest.mark.parametrize(
    "text", ["gezd gnbv-GY3TQOJQ GEZDGNBVGY3TQOJQ", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ===="]
)
def test_secrets_as_people_type_them(text: Any) -> None:
    assert read_secret(text) == SECRET


@pytest.mark.parametrize("text", ["", "GEZDGNBV", "0189", "GEZDGNBVGY3TQOJQé", "A" * 17])
def test_what_is_no_secret(text: Any) -> None:
    with pytest.raises(InvalidOtpSecret):
        read_secret(text)


def test_codes_are_found_with_blanks_and_nothing_else_is() -> None:
    assert matching_counter(SECRET, "287 082", range(5), 6, "sha1") == 1
    assert matching_counter(SECRET, "000000", range(5), 6, "sha1") is None
    assert matching_counter(SECRET, "94287082", range(5), 6, "sha1") is None


def test_the_uri() -> None:
    """The key URI format's own example, but for its order."""
    uri = otpauth_uri(
        "totp", "john.doe@email.com", "ACME Co", secret="HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ", digits=6
    )
    assert uri == (
        "otpauth://totp/ACME%20Co:john.doe@email.com?secret=HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ"
        "&digits=6&issuer=ACME%20Co"
    )


@pytest.mark.parametrize(
    "text", ["GEZDGNBVGY3TQOJQ\r\nGEZDGNBVGY3TQOJQ\r\n", "gezd gnbv\tgy3t qojq-gezdgnbvgy3tqojq\n"]
)
def test_secrets_with_line_ends(text: Any) -> None:
    assert read_secret(text) == SECRET
