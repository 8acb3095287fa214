"""Decrypt an OpenPGP file (.pgp, .gpg, .asc) with a private key or a passphrase.

The answer begins only after the whole message proved authentic. With `signed_by` it has to bear a valid
signature of one of these keys, or nothing of it is sent.
"""

import base64
from pathlib import PurePath

from pydantic import BaseModel, Field

from flowforge_crypto.core.openpgp.errors import OPENING_ERRORS
from flowforge_crypto.core.openpgp.example import MESSAGE
from flowforge_crypto.core.openpgp.requests import PgpSource
from servicekit import Context, FileInput, FileOutput, Process, RequestForm, operation

_SUFFIXES = (".pgp", ".gpg", ".asc")


class DecryptPgpFileForm(PgpSource, RequestForm):
    file: FileInput = Field(description="The message, binary or in ASCII armor.")


class PgpSigners(BaseModel):
    signers: list[str] = Field(description="Fingerprints of the keys in 'signed_by' that signed it.")


@operation(
    "/openpgp/decrypt-file",
    errors=OPENING_ERRORS,
    example={
        "file": {"base64": base64.b64encode(MESSAGE.encode()).decode("ascii"), "name": "hello.txt.asc"},
        "passphrase": "correct horse",
    },
    run=Process(),
    secret=True,
)
def decrypt_pgp_file(form: DecryptPgpFileForm, context: Context) -> FileOutput[PgpSigners]:
    from flowforge_crypto.core.openpgp import messages as openpgp  # noqa: PLC0415 - in the worker process only

    plaintext = context.workspace / "plaintext"
    signers = openpgp.decrypt_file(form.file.path, plaintext, form)
    name = PurePath(form.file.name or "file")
    plain = name.stem if name.suffix.lower() in _SUFFIXES else name.name
    return FileOutput(plaintext, name=plain, report=PgpSigners(signers=signers))
