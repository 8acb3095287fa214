from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.passwords.derivation import DerivationTooCostly
from flowforge_crypto.operations.kdf.pbkdf2 import Pbkdf2Request, derive_with_pbkdf2


@pytest.mark.parametrize(
    ("password", "salt", "iterations", "length", "key"),
    [  # RFC 6070
        ("password", "salt", 1, 20, "0c60c80f961f0e71f3a9b524af6012062fe037a6"),
        ("password", "salt", 4096, 20, "4b007901b765489abead49d926f721d065a429c1"),
        (
            "passwordPASSWORDpassword",
            "saltSALTsaltSALTsaltSALTsaltSALTsalt",
            4096,
            25,
            "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038",
        ),
    ],
)
def test_rfc_6070(password: Any, salt: Any, iterations: Any, length: Any, key: Any) -> None:
    request = Pbkdf2Request(
        input=password,
        salt=salt,
        salt_encoding="utf-8",
        hash="sha1",
        iterations=iterations,
        length_bytes=length,
    )
    assert derive_with_pbkdf2(request).key == key


def test_sha256() -> None:
    """RFC 7914, section 11."""
    request = Pbkdf2Request(input="passwd", salt="salt", salt_encoding="utf-8", iterations=1, length_bytes=64)
    assert derive_with_pbkdf2(request).key == (
        "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
        "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
    )


def test_limits_and_errors() -> None:
    for iterations in (0, 6_000_001):
        with pytest.raises(ValidationError):
            Pbkdf2Request(input="x", iterations=iterations)
    with pytest.raises(UndecodableText):
        derive_with_pbkdf2(Pbkdf2Request(input="x", input_encoding="hex"))


@pytest.mark.parametrize(
    ("values", "work"),
    [
        ({"hash": "sha512", "iterations": 5_000_000, "length_bytes": 1024}, "80,000,000"),
        ({"hash": "sha512", "iterations": 3_000_001, "length_bytes": 64}, "3,000,001"),
        ({"hash": "sha256", "iterations": 3_000_001, "length_bytes": 33}, "6,000,002"),
        ({"hash": "sha1", "iterations": 6_000_000, "length_bytes": 21}, "12,000,000"),
    ],
)
def test_the_product_of_the_costs_is_bounded(values: Any, work: Any) -> None:
    with pytest.raises(DerivationTooCostly, match=f"is {work}, and at most") as refusal:
        derive_with_pbkdf2(Pbkdf2Request(input="x", **values))
    assert refusal.value.fields == ("iterations", "length_bytes")
