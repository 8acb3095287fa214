"""Encrypt a text under the latest version of a named key. The ciphertext is compact enough for a column."""

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.encryption.named_keys.errors import (
    CONTEXT_ERRORS,
    STORED_KEY_ERRORS,
    KeyDisabled,
    VersionOutOfRange,
)
from flowforge_crypto.core.encryption.named_keys.items import EncryptedItem, EncryptItem, encrypt_item
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring
from flowforge_crypto.core.encryption.named_keys.model import KeyName
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, operation


@operation(
    "/keys/{name}/encrypt",
    errors=[*STORED_KEY_ERRORS, *CONTEXT_ERRORS, KeyDisabled, VersionOutOfRange, UndecodableText],
    example={"name": "invoices", "text": "hello"},
    needs="a key named 'invoices'",
    secret=True,
)
def encrypt_by_name(
    request: EncryptItem, name: KeyName, context: Context, settings: CryptoSettings
) -> EncryptedItem:
    return encrypt_item(Keyring.open(context, settings).take(name), request)
