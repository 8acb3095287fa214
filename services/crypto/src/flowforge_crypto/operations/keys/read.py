"""Describe a named key: its versions and state, without its secrets."""

from flowforge_crypto.core.encryption.named_keys.errors import (
    KeyUnreadable,
    NamedKeysNotConfigured,
    UnknownKey,
)
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring
from flowforge_crypto.core.encryption.named_keys.model import KeyInfo, KeyName, describe
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, operation


@operation(
    "/keys/{name}",
    method="GET",
    errors=[UnknownKey, KeyUnreadable, NamedKeysNotConfigured],
    example={"name": "invoices"},
    needs="a key named 'invoices'",
    secret=True,
)
def read_named_key(name: KeyName, context: Context, settings: CryptoSettings) -> KeyInfo:
    key, _ = Keyring.open(context, settings).load(name)
    return describe(name, key)
