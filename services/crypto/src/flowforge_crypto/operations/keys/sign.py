"""Sign a text or a file with a named key, or compute its HMAC if the key is an HMAC key.

Others verify signatures with the public key that GET /keys/{name} returns.
"""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import OutputEncoding, UndecodableText, encode
from flowforge_crypto.core.encryption.named_keys.errors import (
    STORED_KEY_ERRORS,
    KeyDisabled,
    OtherPurpose,
    VersionOutOfRange,
)
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring
from flowforge_crypto.core.encryption.named_keys.model import KeyName, Version
from flowforge_crypto.core.encryption.named_keys.signing import sign_by_name
from flowforge_crypto.core.signatures.signing import EcdsaFormat, SignatureOptions
from flowforge_crypto.core.signatures.sources import TextOrFile
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, operation


class SignByNameForm(TextOrFile):
    version: Version | None = Field(None, description="By default the latest.")
    signature_format: EcdsaFormat = Field("der", description="For EC keys: DER, or IEEE P1363 (r | s).")
    output: OutputEncoding = "base64"


class SignByNameResult(BaseModel):
    signature: str = Field(description="The signature or HMAC in the requested encoding.")
    algorithm: str = Field(description="Algorithm of the signature, by the type of the key.")
    version: int = Field(description="Version of the key that signed.")


@operation(
    "/keys/{name}/sign",
    errors=[*STORED_KEY_ERRORS, OtherPurpose, KeyDisabled, VersionOutOfRange, UndecodableText],
    example={"name": "contracts", "text": "hello"},
    needs="a key named 'contracts' that signs",
    secret=True,
)
def sign_with_named_key(
    form: SignByNameForm, name: KeyName, context: Context, settings: CryptoSettings
) -> SignByNameResult:
    hand = Keyring.open(context, settings).take(name)
    version = form.version or hand.key.latest
    signature, algorithm = sign_by_name(hand, form, version, SignatureOptions(form.signature_format))
    return SignByNameResult(signature=encode(signature, form.output), algorithm=algorithm, version=version)
