"""Check the signature of a text or a file with a public key."""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import ByteEncoding, UndecodableText, decode
from flowforge_crypto.core.keys.reading import EncryptedKey, UnreadableKey, read_public
from flowforge_crypto.core.keys.types import UnsuitableKey
from flowforge_crypto.core.signatures.signing import (
    EcdsaFormat,
    SignatureAlgorithm,
    UndecodableSignature,
    choose,
    verify,
)
from flowforge_crypto.core.signatures.sources import TextOrFile
from servicekit import Inline, operation

_EXAMPLE = (
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
    "-----END PUBLIC KEY-----\n"
)  # RFC 8032, section 7.1, test 1
_SIGNATURE = "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw=="


class VerifyForm(TextOrFile):
    key: str = Field(description="The public key or certificate: PEM, JWK, OpenSSH or base64 DER.")
    signature: str
    signature_encoding: ByteEncoding = "base64"
    algorithm: SignatureAlgorithm | None = Field(None, description="By default the key's usual one.")
    signature_format: EcdsaFormat = "der"


class VerifyResult(BaseModel):
    valid: bool
    algorithm: SignatureAlgorithm


@operation(
    "/verify",
    errors=[UndecodableText, UnreadableKey, EncryptedKey, UnsuitableKey, UndecodableSignature],
    example={
        "text": "",
        "key": _EXAMPLE,
        "signature": _SIGNATURE,
    },
    run=Inline(max_bytes=4096),
    secret=True,
)
def verify_signature(form: VerifyForm) -> VerifyResult:
    key = read_public(form.key)
    algorithm = choose(key, form.algorithm)
    signature = decode(form.signature, form.signature_encoding, "signature")
    valid = verify(key, algorithm, form, signature, form.signature_format)
    return VerifyResult(valid=valid, algorithm=algorithm)
