"""Re-encrypt a ciphertext under the latest version of its named key, without revealing the text."""

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.encryption.named_keys.errors import (
    CONTEXT_ERRORS,
    STORED_KEY_ERRORS,
    KeyDisabled,
    VersionOutOfRange,
)
from flowforge_crypto.core.encryption.named_keys.items import RewrapItem, RewrappedItem, rewrap_item
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring
from flowforge_crypto.core.encryption.named_keys.model import KeyName
from flowforge_crypto.core.encryption.named_keys.tokens import InvalidKeyToken, KeyTokenRefused
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
