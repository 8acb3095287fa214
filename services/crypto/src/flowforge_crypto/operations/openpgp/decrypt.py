"""Decrypt an OpenPGP message with a private key or a passphrase.

With `signed_by` the message has to bear a valid signature of one of these keys, or it is not shown.
"""

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.encodings import InputEncoding, PlaintextIsBinary, present
from flowforge_crypto.core.openpgp_errors import NotSigned, PgpNotPossible, PgpUndecryptable, UnreadablePgpKey
from flowforge_crypto.core.openpgp_example import MESSAGE
from servicekit import Process, RequestBody, operation


class DecryptPgpRequest(RequestBody):
    message: str = Field(description="In ASCII armor.")
    key: SecretStr | None = Field(None, description="Private key in ASCII armor.")
    passphrase: SecretStr | None = Field(None, description="The message's, or with 'key' the key's.")
    signed_by: list[str] = Field(
        default_factory=list, max_length=50, description="Public keys in ASCII armor."
    )
    output: InputEncoding = Field("utf-8", description="How the answer writes the text.")


class DecryptPgpResult(BaseModel):
    text: str
    signers: list[str] = Field(description="Fingerprints of the keys in 'signed_by' that signed it.")


@operation(
    "/openpgp/decrypt",
    errors=[UnreadablePgpKey, PgpNotPossible, PgpUndecryptable, NotSigned, PlaintextIsBinary],
    example={"message": MESSAGE, "passphrase": "correct horse"},
    run=Process(),
    secret=True,
)
def decrypt_pgp(request: DecryptPgpRequest) -> DecryptPgpResult:
    from flowforge_crypto.core import openpgp  # noqa: PLC0415 - in the worker process only

    plaintext, signers = openpgp.decrypt(
        request.message,
        key=openpgp.reveal(request.key),
        passphrase=openpgp.reveal(request.passphrase),
        signed_by=openpgp.read_certificates(request.signed_by, "signed_by"),
    )
    return DecryptPgpResult(text=present(plaintext, request.output), signers=signers)
