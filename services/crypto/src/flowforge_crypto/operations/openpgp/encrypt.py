"""Encrypt a text with OpenPGP, for public keys or with a passphrase, and sign it if you like."""

from typing import Self

from pydantic import BaseModel, Field, SecretStr, model_validator

from flowforge_crypto.core.encodings import InputEncoding, UndecodableText, decode
from flowforge_crypto.core.openpgp_errors import PgpNotPossible, UnreadablePgpKey
from servicekit import Process, RequestBody, operation


class EncryptPgpRequest(RequestBody):
    text: str
    encoding: InputEncoding = "utf-8"
    recipients: list[str] = Field(
        default_factory=list, max_length=50, description="Public keys in ASCII armor."
    )
    passphrase: SecretStr | None = Field(None, min_length=1, description="Instead of, or beside, recipients.")
    signing_key: SecretStr | None = Field(None, description="Private key to sign with.")
    signing_passphrase: SecretStr | None = Field(None, description="What 'signing_key' is encrypted with.")

    @model_validator(mode="after")
    def _is_for_somebody(self) -> Self:
        if not self.recipients and self.passphrase is None:
            raise ValueError("give 'recipients' or 'passphrase'")
        return self


class EncryptPgpResult(BaseModel):
    message: str


@operation(
    "/openpgp/encrypt",
    errors=[UndecodableText, UnreadablePgpKey, PgpNotPossible],
    example={"text": "hello", "passphrase": "correct horse"},
    run=Process(),
    secret=True,
)
def encrypt_pgp(request: EncryptPgpRequest) -> EncryptPgpResult:
    from flowforge_crypto.core import openpgp  # noqa: PLC0415 - in the worker process only

    plaintext = decode(request.text, request.encoding)
    message = openpgp.encrypt(
        plaintext,
        recipients=openpgp.read_certificates(request.recipients, "recipients"),
        passphrase=openpgp.reveal(request.passphrase),
        signing_key=openpgp.reveal(request.signing_key),
        signing_passphrase=openpgp.reveal(request.signing_passphrase),
    )
    return EncryptPgpResult(message=message)
