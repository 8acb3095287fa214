"""Encrypt a file of any allowed size under a 256-bit key or a passphrase.

The answer is made while it is sent, in constant memory: AES-256-GCM in chunks of 16 KiB (C2SP chunked
encryption, Cobblestone-256) or XChaCha20-Poly1305 in chunks of 64 KiB (libsodium's secretstream), behind the
same header as that of encrypted texts.
"""

from itertools import chain
from typing import Literal

from pydantic import Field

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.encryption.envelope import Stream
from flowforge_crypto.core.encryption.key_source import InvalidKey, KeySource
from flowforge_crypto.core.encryption.messages import PIECE_BYTES, begin, seal_stream
from flowforge_crypto.core.encryption.passphrases import PassphraseKdf, derive_in_worker
from servicekit import Context, FileInput, FileOutput, RequestForm, operation

SUFFIX = ".ffe"
FileCipher = Literal["aes-256-gcm", "xchacha20-poly1305"]
_STREAMS: dict[FileCipher, Stream] = {
    "aes-256-gcm": "cobblestone-256",
    "xchacha20-poly1305": "xchacha20-poly1305-secretstream",
}


class EncryptFileForm(KeySource, RequestForm):
    file: FileInput = Field(description="The file to encrypt.")
    algorithm: FileCipher = Field(
        default="aes-256-gcm", description="Authenticated cipher that encrypts the file in pieces."
    )
    key_derivation: PassphraseKdf = Field("argon2id", description="Key derivation for a passphrase.")


@operation(
    "/encrypt-file",
    errors=[UndecodableText, InvalidKey],
    example={
        "file": {"base64": "aGVsbG8=", "name": "hello.txt"},
        "passphrase": "correct horse battery staple",
    },
    secret=True,
)
def encrypt_file(form: EncryptFileForm, context: Context) -> FileOutput:
    algorithm, derive = _STREAMS[form.algorithm], derive_in_worker(context)
    opened = begin(form, algorithm, form.key_derivation, form.file.size, derive=derive)
    sealed = seal_stream(opened, form.file.chunks(PIECE_BYTES))
    return FileOutput(chain([opened.header.pack()], sealed), name=f"{form.file.name or 'file'}{SUFFIX}")
