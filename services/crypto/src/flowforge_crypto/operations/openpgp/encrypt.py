"""Encrypt a text with OpenPGP for public keys or with a passphrase, and optionally sign it."""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import InputEncoding, UndecodableText, decode
from flowforge_crypto.core.openpgp.errors import PgpNotPossible, UnreadablePgpKey
from flowforge_crypto.core.openpgp.requests import PgpRecipients
from servicekit import Process, operation


class EncryptPgpRequest(PgpRecipients):
    text: str = Field(description="The text to encrypt.")
    encoding: InputEncoding = "utf-8"


class EncryptPgpResult(BaseModel):
    message: str = Field(description="The encrypted message, armored.")


@operation(
    "/openpgp/encrypt",
    errors=[UndecodableText, UnreadablePgpKey, PgpNotPossible],
    example={"text": "hello", "passphrase": "correct horse"},
    run=Process(),
    secret=True,
)
def encrypt_pgp(request: EncryptPgpRequest) -> EncryptPgpResult:
    from flowforge_crypto.core.openpgp import messages as openpgp  # noqa: PLC0415 - in the worker process only

    plaintext = decode(request.text, request.encoding)
    return EncryptPgpResult(message=openpgp.encrypt(plaintext, request))
