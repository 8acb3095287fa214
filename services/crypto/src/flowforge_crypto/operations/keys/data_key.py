"""Make a fresh 256-bit data key: in clear to use now, and encrypted under the named key to keep."""

import base64
import secrets

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings import UndecodableText, decode
from flowforge_crypto.core.key_tokens import encrypt_token
from flowforge_crypto.core.keyring import Keyring
from flowforge_crypto.core.named_keys import (
    KeyDisabled,
    KeyName,
    KeyUnreadable,
    NamedKeysNotConfigured,
    UnknownKey,
)
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, RequestBody, operation


class DataKeyRequest(RequestBody):
    plaintext: bool = Field(default=True, description="False gives the encrypted form alone.")
    associated_data: str = ""


class DataKeyResult(BaseModel):
    key: str | None = Field(description="Base64, as encrypt and encrypt-file take it.")
    ciphertext: str = Field(description="Decrypt it by name, with output base64, to have the key again.")
    version: int


@operation(
    "/keys/{name}/data-key",
    errors=[UnknownKey, KeyDisabled, UndecodableText, KeyUnreadable, NamedKeysNotConfigured],
    example={"plaintext": True},
    secret=True,
)
def make_data_key(
    request: DataKeyRequest, name: KeyName, context: Context, settings: CryptoSettings
) -> DataKeyResult:
    associated = decode(request.associated_data, "utf-8", "associated_data")
    key, _ = Keyring.open(context, settings).load(name)
    made = secrets.token_bytes(32)
    return DataKeyResult(
        key=base64.b64encode(made).decode("ascii") if request.plaintext else None,
        ciphertext=encrypt_token(name, key, made, associated),
        version=key.latest,
    )
