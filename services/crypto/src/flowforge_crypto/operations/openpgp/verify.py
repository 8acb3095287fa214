"""Verify an OpenPGP signature, detached or with its text."""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings import InputEncoding, PlaintextIsBinary, UndecodableText, decode, present
from flowforge_crypto.core.openpgp_errors import UnreadablePgpKey
from flowforge_crypto.core.openpgp_example import PUBLIC_KEY, SIGNATURE
from servicekit import Process, RequestBody, operation


class VerifyPgpRequest(RequestBody):
    signature: str = Field(description="In ASCII armor: detached, or a signed message.")
    text: str | None = Field(None, description="What a detached signature signs.")
    encoding: InputEncoding = "utf-8"
    signed_by: list[str] = Field(min_length=1, max_length=50, description="Public keys in ASCII armor.")
    output: InputEncoding = Field("utf-8", description="How the answer writes the text.")


class VerifyPgpResult(BaseModel):
    valid: bool
    signers: list[str] = Field(description="Fingerprints of the keys that signed it.")
    text: str | None = Field(description="The signed text, if it is valid.")


@operation(
    "/openpgp/verify",
    errors=[UndecodableText, UnreadablePgpKey, PlaintextIsBinary],
    example={"signature": SIGNATURE, "text": "hello", "signed_by": [PUBLIC_KEY]},
    run=Process(),
)
def verify_pgp(request: VerifyPgpRequest) -> VerifyPgpResult:
    from flowforge_crypto.core import openpgp  # noqa: PLC0415 - in the worker process only

    signed = None if request.text is None else decode(request.text, request.encoding)
    keys = openpgp.read_certificates(request.signed_by, "signed_by")
    content, signers = openpgp.verify(request.signature, signed, keys)
    text = present(content, request.output) if content is not None else None
    return VerifyPgpResult(valid=bool(signers), signers=signers, text=text)
