"""Decrypt an OpenPGP message with a private key or a passphrase.

With `signed_by` the message has to bear a valid signature of one of these keys, or it is not shown.
"""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import InputEncoding, PlaintextIsBinary, present
from flowforge_crypto.core.openpgp.errors import OPENING_ERRORS
from flowforge_crypto.core.openpgp.example import MESSAGE
from flowforge_crypto.core.openpgp.requests import PgpSource
from servicekit import Process, operation


class DecryptPgpRequest(PgpSource):
    message: str = Field(description="In ASCII armor, or its bytes in base64.")
    output: InputEncoding = Field("utf-8", description="Encoding of the text in the result.")


class DecryptPgpResult(BaseModel):
    text: str = Field(description="The text in the clear.")
    signers: list[str] = Field(description="Fingerprints of the keys in 'signed_by' that signed it.")


@operation(
    "/openpgp/decrypt",
    errors=[*OPENING_ERRORS, PlaintextIsBinary],
    example={"message": MESSAGE, "passphrase": "correct horse"},
    run=Process(),
    secret=True,
)
def decrypt_pgp(request: DecryptPgpRequest) -> DecryptPgpResult:
    from flowforge_crypto.core.openpgp import messages as openpgp  # noqa: PLC0415 - in the worker process only

    plaintext, signers = openpgp.decrypt(request.message, request)
    return DecryptPgpResult(text=present(plaintext, request.output), signers=signers)
