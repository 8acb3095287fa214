from typing import Any

import pytest

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.keys.reading import UnreadableKey
from flowforge_crypto.core.keys.types import UnsuitableKey, generate
from flowforge_crypto.core.keys.writing import write_key
from flowforge_crypto.core.signatures.signing import UndecodableSignature
from flowforge_crypto.operations.verify import _EXAMPLE, _SIGNATURE, VerifyForm, verify_signature


def test_known_answer() -> None:
    """RFC 8032, section 7.1, test 1."""
    result = verify_signature(VerifyForm(text="", key=_EXAMPLE, signature=_SIGNATURE))
    assert (result.valid, result.algorithm, result.weak) == (True, "ed25519", False)


@pytest.mark.parametrize("change", [{"text": "x"}, {"signature": "AAAA"}, {"signature": ""}])
def test_anything_else_is_not_valid(change: Any) -> None:
    values = {"text": "", "key": _EXAMPLE, "signature": _SIGNATURE} | change
    assert not verify_signature(VerifyForm(**values)).valid


def test_errors() -> None:
    with pytest.raises(UndecodableText, match="'signature' is not valid base64"):
        verify_signature(VerifyForm(text="", key=_EXAMPLE, signature="!"))
    with pytest.raises(UnreadableKey):
        verify_signature(VerifyForm(text="", key="x", signature=""))
    with pytest.raises(UnsuitableKey):
        verify_signature(VerifyForm(text="", key=_EXAMPLE, signature="", algorithm="rsa-pss-sha256"))
    public = write_key(generate("ec-p256").public_key(), "pem")
    with pytest.raises(UndecodableSignature):
        verify_signature(VerifyForm(text="", key=public, signature="AAAA", signature_format="p1363"))
