"""Decrypt a text that any version of a named key encrypted."""

from flowforge_crypto.core.encodings.text import PlaintextIsBinary, UndecodableText
from flowforge_crypto.core.encryption.named_keys.errors import (
    CONTEXT_ERRORS,
    STORED_KEY_ERRORS,
    KeyDisabled,
    VersionOutOfRange,
)
from flowforge_crypto.core.encryption.named_keys.items import DecryptedItem, DecryptItem, decrypt_item
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring
from flowforge_crypto.core.encryption.named_keys.model import KeyName
from flowforge_crypto.core.encryption.named_keys.tokens import InvalidKeyToken, KeyTokenRefused
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, operation


@operation(
    "/keys/{name}/decrypt",
    errors=[
        *STORED_KEY_ERRORS,
        *CONTEXT_ERRORS,
        KeyDisabled,
        InvalidKeyToken,
        KeyTokenRefused,
        VersionOutOfRange,
        UndecodableText,
        PlaintextIsBinary,
    ],
    example={"name": "invoices", "ciphertext": "ffk1:1:..."},
    needs="a key named 'invoices', and a ciphertext that it made",
    secret=True,
)
def decrypt_by_name(
    request: DecryptItem, name: KeyName, context: Context, settings: CryptoSettings
) -> DecryptedItem:
    return decrypt_item(Keyring.open(context, settings).take(name), request)
