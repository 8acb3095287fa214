"""Sign a text with OpenPGP: beside it, around it in clear, or in one message with it."""

from typing import Literal

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.encodings import InputEncoding, UndecodableText, decode
from flowforge_crypto.core.openpgp_errors import PgpNotPossible, UnreadablePgpKey
from flowforge_crypto.core.openpgp_example import PRIVATE_KEY
from servicekit import Process, RequestBody, operation


class SignPgpRequest(RequestBody):
    text: str
    encoding: InputEncoding = "utf-8"
    key: SecretStr = Field(description="Private key in ASCII armor.")
    passphrase: SecretStr | None = Field(None, description="What 'key' is encrypted with.")
    mode: Literal["detached", "clear", "inline"] = "detached"


class SignPgpResult(BaseModel):
    signature: str


@operation(
    "/openpgp/sign",
    errors=[UndecodableText, UnreadablePgpKey, PgpNotPossible],
    example={"text": "hello", "key": PRIVATE_KEY},
    run=Process(),
    secret=True,
)
def sign_pgp(request: SignPgpRequest) -> SignPgpResult:
    from flowforge_crypto.core import openpgp  # noqa: PLC0415 - in the worker process only

    signature = openpgp.sign(
        decode(request.text, request.encoding),
        key=request.key.get_secret_value(),
        passphrase=openpgp.reveal(request.passphrase),
        mode=request.mode,
    )
    return SignPgpResult(signature=signature)
