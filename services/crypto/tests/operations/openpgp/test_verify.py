from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.openpgp.errors import UnreadablePgpKey
from flowforge_crypto.core.openpgp.example import PUBLIC_KEY, SIGNATURE
from flowforge_crypto.operations.openpgp.verify import VerifyPgpForm, verify_pgp


def verify(**values: Any) -> Any:
    defaults = {"signature": SIGNATURE, "text": "hello", "signed_by": [PUBLIC_KEY]}
    return verify_pgp(VerifyPgpForm(**defaults | values))


def test_valid_and_not() -> None:
    result = verify()
    assert (result.valid, result.text, len(result.signers)) == (True, "hello", 1)
    for change in ({"text": "hellO"}, {"signature": "hello"}, {"text": None}):
        refused = verify(**change)
        assert (refused.valid, refused.text, refused.signers) == (False, None, [])


def test_a_file_beside_its_signature(spooled: Any) -> None:
    result = verify(text=None, file=spooled(b"hello"))
    assert (result.valid, result.text) == (True, None)
    assert not verify(text=None, file=spooled(b"hellO")).valid
    with pytest.raises(ValidationError, match="'text' or 'file', not both"):
        verify(file=spooled(b"hello"))


def test_unreadable_keys() -> None:
    with pytest.raises(UnreadablePgpKey, match="'signed_by'"):
        verify(signed_by=["hello"])
