"""Sign a text or a file with a private key: Ed25519, ECDSA, RSA-PSS, RSA PKCS #1 or ML-DSA.

By default the algorithm is chosen for the key. Files are streamed; Ed25519 reads its message twice and
takes up to 64 MiB.
"""

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.encodings.text import OutputEncoding, UndecodableText, encode
from flowforge_crypto.core.keys.jwk_terms import terms_of
from flowforge_crypto.core.keys.reading import KEY_ERRORS, read_private
from flowforge_crypto.core.keys.strength import WeakKey
from flowforge_crypto.core.keys.types import UnsuitableKey
from flowforge_crypto.core.signatures.signing import (
    EcdsaFormat,
    SaltLength,
    SignatureAlgorithm,
    SignatureOptions,
    UnsuitableSaltLength,
    choose,
    sign,
)
from flowforge_crypto.core.signatures.sources import TextOrFile
from servicekit import Inline, operation

_EXAMPLE = (
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
    "-----END PRIVATE KEY-----\n"
)  # RFC 8410, section 10.3


class SignForm(TextOrFile):
    key: SecretStr = Field(description="The private key: PEM, JWK, OpenSSH or base64 DER, not encrypted.")
    algorithm: SignatureAlgorithm | None = Field(None, description="By default the usual one for the key.")
    signature_format: EcdsaFormat = Field(
        "der", description="For ECDSA: DER, or IEEE P1363 (r | s) as JWS and WebCrypto have it."
    )
    salt_length: SaltLength | None = Field(
        None, description="For RSA-PSS, in bytes. By default the length of the hash."
    )
    output: OutputEncoding = "base64"


class SignResult(BaseModel):
    signature: str = Field(description="The signature in the requested encoding.")
    algorithm: SignatureAlgorithm = Field(description="Algorithm of the signature.")


@operation(
    "/sign",
    errors=[UndecodableText, *KEY_ERRORS, UnsuitableKey, WeakKey, UnsuitableSaltLength],
    example={"text": "hello", "key": _EXAMPLE},
    run=Inline(max_bytes=1024),
    secret=True,
)
def sign_data(form: SignForm) -> SignResult:
    text = form.key.get_secret_value()
    key = read_private(text, "sign")
    algorithm = choose(key, form.algorithm, terms_of(text))
    signature = sign(key, algorithm, form, SignatureOptions(form.signature_format, form.salt_length))
    return SignResult(signature=encode(signature, form.output), algorithm=algorithm)
