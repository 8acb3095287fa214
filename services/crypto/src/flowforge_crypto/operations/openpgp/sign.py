"""Sign a text or a file with OpenPGP: detached, clear-signed or as one signed message."""

from typing import Literal, Self

from pydantic import BaseModel, Field, SecretStr, model_validator

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.openpgp.errors import PgpNotPossible, UnreadablePgpKey
from flowforge_crypto.core.openpgp.example import PRIVATE_KEY
from flowforge_crypto.core.signatures.sources import TextOrFile
from servicekit import Context, Process, operation


class SignPgpForm(TextOrFile):
    key: SecretStr = Field(description="Private key in ASCII armor, or in base64.")
    passphrase: SecretStr | None = Field(None, description="Passphrase of an encrypted 'key'.")
    mode: Literal["detached", "clear", "inline"] = Field("detached", description="A file's is detached.")

    @model_validator(mode="after")
    def _is_beside_a_file(self) -> Self:
        if self.file is not None and self.mode != "detached":
            raise ValueError("a file is signed with 'mode' detached")
        return self


class SignPgpResult(BaseModel):
    signature: str = Field(description="The detached signature or the signed message, armored.")


@operation(
    "/openpgp/sign",
    errors=[UndecodableText, UnreadablePgpKey, PgpNotPossible],
    example={"text": "hello", "key": PRIVATE_KEY},
    run=Process(),
    secret=True,
)
def sign_pgp(form: SignPgpForm, context: Context) -> SignPgpResult:
    from flowforge_crypto.core.openpgp import messages as openpgp  # noqa: PLC0415 - in the worker process only
    from flowforge_crypto.core.openpgp.keys import reveal  # noqa: PLC0415 - as above

    key, passphrase = form.key.get_secret_value(), reveal(form.passphrase)
    if form.file is not None:
        beside = context.workspace / "signature"
        signature = openpgp.sign_file(form.file.path, beside, key=key, passphrase=passphrase)
    else:
        text = b"".join(form.pieces())
        signature = openpgp.sign(text, key=key, passphrase=passphrase, mode=form.mode)
    return SignPgpResult(signature=signature)
