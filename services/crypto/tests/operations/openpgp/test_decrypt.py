from typing import Any

import pytest

from flowforge_crypto.core.encodings.text import PlaintextIsBinary
from flowforge_crypto.core.openpgp.errors import (
    NotSigned,
    PgpContentUnsupported,
    PgpUndecryptable,
    UnreadablePgpKey,
)
from flowforge_crypto.core.openpgp.example import MESSAGE, PUBLIC_KEY
from flowforge_crypto.operations.openpgp.decrypt import DecryptPgpRequest, decrypt_pgp
from flowforge_crypto.operations.openpgp.encrypt import EncryptPgpRequest, encrypt_pgp


def test_the_example() -> None:
    assert decrypt_pgp(DecryptPgpRequest(message=MESSAGE, passphrase="correct horse")).text == "hello"


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"passphrase": "wrong"}, PgpUndecryptable),
        ({"passphrase": None}, PgpUndecryptable),
        ({"message": "hello"}, PgpUndecryptable),
        ({"message": ""}, PgpContentUnsupported),
        ({"message": MESSAGE[:150]}, PgpUndecryptable),
        ({"signed_by": [""]}, UnreadablePgpKey),
        ({"key": "hello"}, UnreadablePgpKey),
        ({"signed_by": [PUBLIC_KEY]}, NotSigned),
        ({"signed_by": ["hello"]}, UnreadablePgpKey),
    ],
)
def test_errors(values: Any, error: Any) -> None:
    with pytest.raises(error):
        decrypt_pgp(DecryptPgpRequest(**{"message": MESSAGE, "passphrase": "correct horse"} | values))


def test_a_binary_text() -> None:
    made = encrypt_pgp(EncryptPgpRequest(text="ff", encoding="hex", passphrase="x"))
    assert decrypt_pgp(DecryptPgpRequest(message=made.message, passphrase="x", output="hex")).text == "ff"
    with pytest.raises(PlaintextIsBinary):
        decrypt_pgp(DecryptPgpRequest(message=made.message, passphrase="x"))
