"""Verify a signature or an HMAC of a named key, made by any of its versions."""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import ByteEncoding, UndecodableText, decode
from flowforge_crypto.core.encryption.named_keys.errors import (
    STORED_KEY_ERRORS,
    KeyDisabled,
    OtherPurpose,
    VersionOutOfRange,
)
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring
from flowforge_crypto.core.encryption.named_keys.model import KeyName, Version
from flowforge_crypto.core.encryption.named_keys.signing import (
    TooManyPasses,
    require_few_passes,
    verify_by_name,
)
from flowforge_crypto.core.signatures.signing import EcdsaFormat, SignatureOptions, UndecodableSignature
from flowforge_crypto.core.signatures.sources import TextOrFile
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, operation


class VerifyByNameForm(TextOrFile):
    signature: str = Field(description="The signature or HMAC to check.")
    signature_encoding: ByteEncoding = Field(default="base64", description="Encoding of `signature`.")
    signature_format: EcdsaFormat = Field(
        default="der", description="Form of an ECDSA signature: `der`, or `p1363` for r and s side by side."
    )
    version: Version | None = Field(None, description="By default all active versions are tried.")


class VerifyByNameResult(BaseModel):
    valid: bool = Field(description="Whether a version of the key signed this content.")
    version: int | None = Field(description="Version that made the signature; null if none did.")


@operation(
    "/keys/{name}/verify",
    errors=[
        *STORED_KEY_ERRORS,
        OtherPurpose,
        KeyDisabled,
        VersionOutOfRange,
        UndecodableText,
        UndecodableSignature,
        TooManyPasses,
    ],
    example={"name": "contracts", "text": "hello", "signature": "..."},
    needs="a key named 'contracts' that signs, and a signature that it made",
    secret=True,
)
def verify_with_named_key(
    form: VerifyByNameForm, name: KeyName, context: Context, settings: CryptoSettings
) -> VerifyByNameResult:
    hand = Keyring.open(context, settings).take(name)
    signature = decode(form.signature, form.signature_encoding, "signature")
    tried = [form.version] if form.version else range(hand.key.latest, hand.key.min_version - 1, -1)
    require_few_passes(form, len(tried))
    options = SignatureOptions(form.signature_format)
    for version in tried:
        if verify_by_name(hand, form, version, signature, options):
            return VerifyByNameResult(valid=True, version=version)
    return VerifyByNameResult(valid=False, version=None)
