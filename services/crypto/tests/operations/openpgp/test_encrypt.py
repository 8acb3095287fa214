from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.openpgp.errors import PgpNotPossible, UnreadablePgpKey
from flowforge_crypto.core.openpgp.example import PRIVATE_KEY, PUBLIC_KEY
from flowforge_crypto.operations.openpgp.decrypt import DecryptPgpRequest, decrypt_pgp
from flowforge_crypto.operations.openpgp.encrypt import EncryptPgpRequest, encrypt_pgp


def test_both_ways() -> None:
    made = encrypt_pgp(EncryptPgpRequest(text="héllo", recipients=[PUBLIC_KEY], signing_key=PRIVATE_KEY))
    request = DecryptPgpRequest(message=made.message, key=PRIVATE_KEY, signed_by=[PUBLIC_KEY])
    opened = decrypt_pgp(request)
    assert opened.text == "héllo"
    assert len(opened.signers) == 1


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"recipients": ["hello"]}, UnreadablePgpKey),
        ({"passphrase": "x", "signing_key": "hello"}, UnreadablePgpKey),
        ({"passphrase": "x", "encoding": "hex"}, UndecodableText),
        ({"passphrase": "x", "signing_key": PUBLIC_KEY}, (PgpNotPossible, UnreadablePgpKey)),
        ({}, ValidationError),
    ],
)
def test_errors(values: Any, error: Any) -> None:
    with pytest.raises(error):
        encrypt_pgp(EncryptPgpRequest(text="x", **values))
