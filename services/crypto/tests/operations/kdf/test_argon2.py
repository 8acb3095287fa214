import base64
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.passwords.derivation import DerivationTooCostly
from flowforge_crypto.operations.kdf.argon2 import (
    Argon2NotPossible,
    Argon2Request,
    derive_with_argon2,
)


@pytest.mark.parametrize(
    ("variant", "key"),
    [  # the Argon2 reference implementation's test.c, version 0x13
        ("argon2id", "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"),
        ("argon2i", "wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA"),
    ],
)
def test_the_reference_implementation(variant: Any, key: Any) -> None:
    request = Argon2Request(
        input="password", salt="somesalt", salt_encoding="utf-8", variant=variant, passes=2, lanes=1
    )
    assert derive_with_argon2(request).key == base64.b64decode(key + "=").hex()


def test_limits_and_errors() -> None:
    with pytest.raises(ValidationError):
        Argon2Request(input="x", memory_kib=262_145)
    with pytest.raises(Argon2NotPossible):
        derive_with_argon2(Argon2Request(input="x", salt="00"))
    with pytest.raises(Argon2NotPossible):
        derive_with_argon2(Argon2Request(input="x", length_bytes=3))
    with pytest.raises(UndecodableText):
        derive_with_argon2(Argon2Request(input="x", salt="zz"))


def test_the_product_of_the_costs_is_bounded() -> None:
    with pytest.raises(DerivationTooCostly, match="memory_kib times passes is 1,310,720") as refusal:
        derive_with_argon2(Argon2Request(input="x", memory_kib=262_144, passes=5))
    assert refusal.value.fields == ("memory_kib", "passes")
