"""Encrypt a text anew under the latest version of its named key, without showing it."""

from pydantic import BaseModel

from flowforge_crypto.core.encodings import UndecodableText, decode
from flowforge_crypto.core.key_tokens import InvalidKeyToken, KeyTokenRefused, decrypt_token, encrypt_token
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


class RewrapRequest(RequestBody):
    ciphertext: str
    associated_data: str = ""


class RewrapResult(BaseModel):
    ciphertext: str
    version: int
    changed: bool


@operation(
    "/keys/{name}/rewrap",
    errors=[
        UnknownKey,
        KeyDisabled,
        InvalidKeyToken,
        KeyTokenRefused,
        VersionOutOfRange,
        UndecodableText,
        KeyUnreadable,
        NamedKeysNotConfigured,
    ],
    example={"ciphertext": "ffk1:1:..."},
    secret=True,
)
def rewrap(request: RewrapRequest, name: KeyName, context: Context, settings: CryptoSettings) -> RewrapResult:
    associated = decode(request.associated_data, "utf-8", "associated_data")
    key, _ = Keyring.open(context, settings).load(name)
    plaintext, version = decrypt_token(name, key, request.ciphertext, associated)
    if version == key.latest:
        return RewrapResult(ciphertext=request.ciphertext, version=version, changed=False)
    ciphertext = encrypt_token(name, key, plaintext, associated)
    return RewrapResult(ciphertext=ciphertext, version=key.latest, changed=True)
