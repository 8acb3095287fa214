"""Encrypt a file with OpenPGP for public keys or with a passphrase, and optionally sign it.

The answer is a message as `gpg --encrypt` writes one: binary (.pgp), or in ASCII armor (.asc).
"""

from pydantic import Field

from flowforge_crypto.core.openpgp.errors import PgpNotPossible, UnreadablePgpKey
from flowforge_crypto.core.openpgp.requests import PgpRecipients
from servicekit import Context, FileInput, FileOutput, Process, RequestForm, operation


class EncryptPgpFileForm(PgpRecipients, RequestForm):
    file: FileInput = Field(description="The file to encrypt.")
    armor: bool = Field(default=False, description="Write it as text, a third longer.")


@operation(
    "/openpgp/encrypt-file",
    errors=[UnreadablePgpKey, PgpNotPossible],
    example={"file": {"base64": "aGVsbG8=", "name": "hello.txt"}, "passphrase": "correct horse"},
    run=Process(),
    secret=True,
)
def encrypt_pgp_file(form: EncryptPgpFileForm, context: Context) -> FileOutput[None]:
    from flowforge_crypto.core.openpgp import messages as openpgp  # noqa: PLC0415 - in the worker process only

    message = context.workspace / "message"
    openpgp.encrypt_file(form.file.path, message, form, armor=form.armor)
    name = f"{form.file.name or 'file'}.{'asc' if form.armor else 'pgp'}"
    return FileOutput(message, media_type="application/pgp-encrypted", name=name)
