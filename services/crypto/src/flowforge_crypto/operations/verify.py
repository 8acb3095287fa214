"""Verify the signature of a text or a file with a public key."""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import ByteEncoding, UndecodableText, decode
from flowforge_crypto.core.keys.jwk_terms import terms_of
from flowforge_crypto.core.keys.reading import PUBLIC_KEY_ERRORS, read_public
from flowforge_crypto.core.keys.types import UnsuitableKey
from flowforge_crypto.core.signatures.signing import (
    EcdsaFormat,
    SaltLength,
    SignatureAlgorithm,
    SignatureOptions,
    UndecodableSignature,
    UnsuitableSaltLength,
    choose,
    is_weak,
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
    signature: str = Field(description="The signature to check.")
    signature_encoding: ByteEncoding = Field(default="base64", description="Encoding of `signature`.")
    algorithm: SignatureAlgorithm | None = Field(None, description="By default the usual one for the key.")
    signature_format: EcdsaFormat = Field("der", description="For ECDSA: DER, or IEEE P1363 (r | s).")
    salt_length: SaltLength | None = Field(
        None, description="For RSA-PSS, in bytes: accept only this length. By default any length is accepted."
    )


class VerifyResult(BaseModel):
    valid: bool = Field(
        description="Whether the private key that belongs to this public key signed the content."
    )
    algorithm: SignatureAlgorithm = Field(description="Algorithm that was checked.")
    weak: bool = Field(description="True for an RSA key below 2048 bits: others may forge its signatures.")


@operation(
    "/verify",
    errors=[UndecodableText, *PUBLIC_KEY_ERRORS, UnsuitableKey, UndecodableSignature, UnsuitableSaltLength],
    example={
        "text": "",
        "key": _EXAMPLE,
        "signature": _SIGNATURE,
    },
    run=Inline(max_bytes=4096),
    secret=True,
)
def verify_signature(form: VerifyForm) -> VerifyResult:
    key = read_public(form.key, "verify")
    algorithm = choose(key, form.algorithm, terms_of(form.key))
    signature = decode(form.signature, form.signature_encoding, "signature")
    options = SignatureOptions(form.signature_format, form.salt_length)
    valid = verify(key, algorithm, form, signature, options)
    return VerifyResult(valid=valid, algorithm=algorithm, weak=is_weak(key))
