"""Verify an OpenPGP signature: detached, clear-signed or of a signed message."""

from pathlib import Path
from typing import Self

from pydantic import BaseModel, Field, model_validator

from flowforge_crypto.core.encodings.text import (
    InputEncoding,
    PlaintextIsBinary,
    UndecodableText,
    decode,
    present,
)
from flowforge_crypto.core.openpgp.errors import UnreadablePgpKey
from flowforge_crypto.core.openpgp.example import PUBLIC_KEY, SIGNATURE
from servicekit import FileInput, Process, RequestForm, operation


class VerifyPgpForm(RequestForm):
    signature: str = Field(description="Signature in ASCII armor or base64: detached, or a signed message.")
    text: str | None = Field(None, description="Text of a detached signature.")
    file: FileInput | None = Field(None, description="File of a detached signature, instead of 'text'.")
    encoding: InputEncoding = "utf-8"
    signed_by: list[str] = Field(
        min_length=1, max_length=50, description="Public keys in ASCII armor, or in base64."
    )
    output: InputEncoding = Field("utf-8", description="Encoding of the text in the result.")

    @model_validator(mode="after")
    def _signs_one_thing(self) -> Self:
        if self.file is not None and self.text is not None:
            raise ValueError("give 'text' or 'file', not both")
        return self

    def signed(self) -> bytes | Path | None:
        """Return what the signature stands beside. Raises UndecodableText."""
        if self.file is not None:
            return self.file.path
        return None if self.text is None else decode(self.text, self.encoding)


class VerifyPgpResult(BaseModel):
    valid: bool = Field(description="Whether one of the given keys made a valid signature of this content.")
    signers: list[str] = Field(description="Fingerprints of the keys that signed it.")
    text: str | None = Field(description="Signed text if the signature is valid; null for a file.")


@operation(
    "/openpgp/verify",
    errors=[UndecodableText, UnreadablePgpKey, PlaintextIsBinary],
    example={"signature": SIGNATURE, "text": "hello", "signed_by": [PUBLIC_KEY]},
    run=Process(),
)
def verify_pgp(form: VerifyPgpForm) -> VerifyPgpResult:
    from flowforge_crypto.core.openpgp import keys as openpgp_keys  # noqa: PLC0415 - in the worker process only
    from flowforge_crypto.core.openpgp import messages as openpgp  # noqa: PLC0415 - in the worker process only

    keys = openpgp_keys.read_certificates(form.signed_by, "signed_by")
    content, signers = openpgp.verify(form.signature, form.signed(), keys)
    text = present(content, form.output) if content is not None else None
    return VerifyPgpResult(valid=bool(signers), signers=signers, text=text)
