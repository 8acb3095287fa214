"""Generate a 256-bit data key: in plain text for use, and encrypted under the named key for storage."""

import base64
import secrets

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.encryption.named_keys.errors import CONTEXT_ERRORS, STORED_KEY_ERRORS, KeyDisabled
from flowforge_crypto.core.encryption.named_keys.items import BoundItem
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring
from flowforge_crypto.core.encryption.named_keys.model import KeyName
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, operation


class DataKeyRequest(BoundItem):
    plaintext: bool = Field(default=True, description="False gives the encrypted form alone.")


class DataKeyResult(BaseModel):
    key: str | None = Field(description="Base64, as encrypt and encrypt-file take it.")
    ciphertext: str = Field(description="Decrypt it by name, with output base64, to have the key again.")
    version: int = Field(description="Version of the named key that encrypted the data key.")


@operation(
    "/keys/{name}/data-key",
    errors=[*STORED_KEY_ERRORS, *CONTEXT_ERRORS, KeyDisabled, UndecodableText],
    example={"name": "invoices", "plaintext": True},
    needs="a key named 'invoices'",
    secret=True,
)
def make_data_key(
    request: DataKeyRequest, name: KeyName, context: Context, settings: CryptoSettings
) -> DataKeyResult:
    hand = Keyring.open(context, settings).take(name)
    made = secrets.token_bytes(32)
    return DataKeyResult(
        key=base64.b64encode(made).decode("ascii") if request.plaintext else None,
        ciphertext=hand.encrypt(made, request.binding()),
        version=hand.key.latest,
    )
