"""Encrypt a text anew under the latest version of its named key, without showing it."""

from flowforge_crypto.core.encodings import UndecodableText
from flowforge_crypto.core.key_items import RewrapItem, RewrappedItem, rewrap_item
from flowforge_crypto.core.key_tokens import InvalidKeyToken, KeyTokenRefused
from flowforge_crypto.core.keyring import Keyring
from flowforge_crypto.core.named_key_errors import (
    CONTEXT_ERRORS,
    STORED_KEY_ERRORS,
    KeyDisabled,
    VersionOutOfRange,
)
from flowforge_crypto.core.named_keys import KeyName
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, operation


@operation(
    "/keys/{name}/rewrap",
    errors=[
        *STORED_KEY_ERRORS,
        *CONTEXT_ERRORS,
        KeyDisabled,
        InvalidKeyToken,
        KeyTokenRefused,
        VersionOutOfRange,
        UndecodableText,
    ],
    example={"name": "invoices", "ciphertext": "ffk1:1:..."},
    needs="a key named 'invoices', and a ciphertext that it made",
    secret=True,
)
def rewrap(request: RewrapItem, name: KeyName, context: Context, settings: CryptoSettings) -> RewrappedItem:
    return rewrap_item(Keyring.open(context, settings).take(name), request)
