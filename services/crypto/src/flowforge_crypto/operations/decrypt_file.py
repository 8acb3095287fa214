"""Decrypt a file that encrypt-file encrypted.

The answer begins only after the whole file proved authentic: no byte of a changed or truncated file is sent.
"""

from pydantic import Field

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.encryption.envelope import ENVELOPE_ERRORS, FIXED_BYTES, MAX_HEADER_BYTES, Header
from flowforge_crypto.core.encryption.key_source import InvalidKey, KeySource
from flowforge_crypto.core.encryption.messages import check_size, resume, unseal_stream
from flowforge_crypto.core.encryption.passphrases import derive_in_worker
from flowforge_crypto.operations.encrypt_file import SUFFIX
from servicekit import Context, FileInput, FileOutput, InvalidInput, RequestForm, operation

FIELD = "file"
_EXAMPLE = (
    "RkZFAQDNeyJhbGdvcml0aG0iOiJjb2JibGVzdG9uZS0yNTYiLCJzYWx0IjoiMmE0MmY1MjI4MmVm"
    "NTQ1OWFkZGJiYWU3Y2RiZGU0YmMzZTFiYWU4OGQwNzY1NTNkYTAzOThiYTcyNjRkZDRlNSIsImNv"
    "bW1pdG1lbnQiOiI1ZDhkYjY3NTdlNDgzZmM3NjA4YWU4YzgzOTQ4ZDRkN2RhNWIzZjFhZDIzZjU0"
    "YzUzYjdmNTY1YjdiZjhiMWEwIiwicGxhaW50ZXh0X2J5dGVzIjo1fTye8kn+o/7d17zGZTQD2fku"
    "D3wh2Aj2sCQM1v7fNvpXCv4FLmI1oe97Qv6eA2ujLw4/dgnIAx03+EaQV7rOEzKkYi5o+JwNv9bg"
    "o5V1"
)


class EncryptedTextGiven(InvalidInput):
    code = "CIPHERTEXT_IS_TEXT"
    message = "'file' holds an encrypted text, not an encrypted file: send it to decrypt, as base64."


class DecryptFileForm(KeySource, RequestForm):
    file: FileInput = Field(description="The file that encrypt-file gave.")


@operation(
    "/decrypt-file",
    errors=[UndecodableText, InvalidKey, EncryptedTextGiven, *ENVELOPE_ERRORS],
    example={
        "file": {"base64": _EXAMPLE, "name": "hello.txt.ffe"},
        "key": "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
    },
    secret=True,
)
def decrypt_file(form: DecryptFileForm, context: Context) -> FileOutput:
    with form.file.open() as stream:
        header, packed = Header.unpack(stream.read(FIXED_BYTES + MAX_HEADER_BYTES), FIELD)
        if header.cipher is not None:
            raise EncryptedTextGiven
        check_size(header, form.file.size - len(packed), FIELD)
        opened = resume(form, header, packed, FIELD, derive=derive_in_worker(context))
        stream.seek(len(packed))
        plaintext = context.workspace / "plaintext"
        with plaintext.open("wb") as target:
            unseal_stream(opened, stream, target, FIELD)
    name = (form.file.name or "file").removesuffix(SUFFIX)
    return FileOutput(plaintext, name=name)
