"""Decrypt what `openssl enc` or CryptoJS encrypted with a passphrase: data that begins with "Salted__".

It is AES-CBC, which is not authenticated: a changed ciphertext may decrypt to changed text. For new data use
encrypt.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, SecretStr, model_validator

from flowforge_crypto.core.encodings.text import (
    ByteEncoding,
    InputEncoding,
    PlaintextIsBinary,
    UndecodableText,
    decode,
    present,
)
from flowforge_crypto.core.encryption.legacy import LegacyUndecryptable
from flowforge_crypto.core.encryption.openssl_salted import (
    NotSalted,
    SaltedHash,
    SaltedKdf,
    SaltedTerms,
    decrypt_salted,
)
from flowforge_crypto.core.passwords.derivation import DerivationTooCostly, require_affordable
from servicekit import Process, RequestBody, operation

MAX_WORK = 3_000_000


class DecryptOpensslRequest(RequestBody):
    ciphertext: str = Field(description="With 'Salted__' and the salt at its start.")
    encoding: ByteEncoding = Field("base64", description="Encoding of the ciphertext.")
    passphrase: Annotated[
        SecretStr, Field(min_length=1, max_length=1024, description="Passphrase with which it was encrypted.")
    ]
    key_bits: Literal[128, 192, 256] = Field(256, description="256 for aes-256-cbc.")
    key_derivation: SaltedKdf = Field(
        "pbkdf2",
        description="pbkdf2 for `openssl enc -pbkdf2`; evp-bytes-to-key without it, and for CryptoJS.",
    )
    hash: SaltedHash = Field(
        "sha256", description="Hash of the key derivation; md5 for CryptoJS and for OpenSSL before 1.1.0."
    )
    iterations: Annotated[int, Field(ge=1, le=MAX_WORK)] = Field(
        10_000, description="Iterations of pbkdf2; `openssl enc` has 10,000 unless told otherwise."
    )
    legacy: bool = Field(default=False, description="Allows AES-CBC, which cannot detect changed data.")
    output: InputEncoding = Field("utf-8", description="Encoding of the text in the result.")

    @model_validator(mode="after")
    def _is_allowed(self) -> Self:
        if not self.legacy:
            raise ValueError("'legacy' has to be true: AES-CBC is not authenticated")
        return self


class DecryptOpensslResult(BaseModel):
    text: str = Field(description="The text in the clear.")
    authenticated: Literal[False] = Field(description="Always false: AES-CBC cannot detect changed data.")


@operation(
    "/raw/decrypt-openssl",
    errors=[UndecodableText, NotSalted, LegacyUndecryptable, DerivationTooCostly, PlaintextIsBinary],
    example={
        "ciphertext": "U2FsdGVkX19v7Vm5E1dUEWZneW8qRZJ/FO1U9R72Vus=",
        "passphrase": "correct horse",
        "legacy": True,
    },
    run=Process(),
    secret=True,
)
def decrypt_openssl(request: DecryptOpensslRequest) -> DecryptOpensslResult:
    data = decode(request.ciphertext, request.encoding, "ciphertext")
    terms = SaltedTerms(request.key_derivation, request.hash, request.iterations, request.key_bits // 8)
    if terms.kdf == "pbkdf2":
        work, product = terms.iterations * terms.blocks, f"iterations times {terms.blocks} blocks"
        require_affordable(work, MAX_WORK, product, ("iterations", "hash"))
    passphrase = decode(request.passphrase.get_secret_value(), "utf-8", "passphrase")
    plaintext = decrypt_salted(data, passphrase, terms)
    return DecryptOpensslResult(text=present(plaintext, request.output), authenticated=False)
