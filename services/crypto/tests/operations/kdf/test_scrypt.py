from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.passwords.derivation import DerivationTooCostly
from flowforge_crypto.operations.kdf.scrypt import ScryptRequest, derive_with_scrypt


def test_rfc_7914() -> None:
    """RFC 7914, section 12."""
    request = ScryptRequest(
        input="pleaseletmein", salt="SodiumChloride", salt_encoding="utf-8", log2_n=14, length_bytes=64
    )
    assert derive_with_scrypt(request).key == (
        "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
        "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
    )


def test_limits_and_errors() -> None:
    for values in ({"log2_n": 19}, {"r": 9}, {"p": 17}, {"length_bytes": 1025}, {"log2_n": 16, "r": 1}):
        with pytest.raises(ValidationError):
            ScryptRequest(input="x", **values)
    with pytest.raises(UndecodableText):
        derive_with_scrypt(ScryptRequest(input="x", salt="x"))


@pytest.mark.parametrize("values", [{"log2_n": 18, "p": 16}, {"log2_n": 18, "p": 3}, {"log2_n": 17, "p": 5}])
def test_the_product_of_the_costs_is_bounded(values: Any) -> None:
    with pytest.raises(DerivationTooCostly, match="'log2_n', 'r' and 'p' ask for too much work") as refusal:
        derive_with_scrypt(ScryptRequest(input="x", **values))
    assert refusal.value.fields == ("log2_n", "r", "p")
