"""Decrypt a text that a named key encrypted, under whichever version it was."""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings import InputEncoding, PlaintextIsBinary, UndecodableText, decode, present
from flowforge_crypto.core.key_tokens import InvalidKeyToken, KeyTokenRefused, decrypt_token
from flowforge_crypto.core.keyring import Keyring
from flowforge_crypto.core.named_keys import (
    KeyDisabled,
    KeyName,
    KeyUnreadable,
    NamedKeysNotConfigured,
    UnknownKey,
    VersionOutOfRange,
)
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, RequestBody, operation


class DecryptByNameRequest(RequestBody):
    ciphertext: str
    associated_data: str = ""
    output: InputEncoding = Field("utf-8", description="How the answer writes the plaintext.")


class DecryptByNameResult(BaseModel):
    text: str
    version: int
    latest: bool = Field(description="False if it is worth a rewrap.")


@operation(
    "/keys/{name}/decrypt",
    errors=[
        UnknownKey,
        KeyDisabled,
        InvalidKeyToken,
        KeyTokenRefused,
        VersionOutOfRange,
        UndecodableText,
        PlaintextIsBinary,
        KeyUnreadable,
        NamedKeysNotConfigured,
    ],
    example={"ciphertext": "ffk1:1:..."},
    secret=True,
)
def decrypt_by_name(
    request: DecryptByNameRequest, name: KeyName, context: Context, settings: CryptoSettings
) -> DecryptByNameResult:
    associated = decode(request.associated_data, "utf-8", "associated_data")
    key, _ = Keyring.open(context, settings).load(name)
    plaintext, version = decrypt_token(name, key, request.ciphertext, associated)
    return DecryptByNameResult(
        text=present(plaintext, request.output), version=version, latest=version == key.latest
    )
