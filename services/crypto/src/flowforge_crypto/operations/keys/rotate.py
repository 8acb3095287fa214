"""Rotate a named key: add a version for new data. Old ciphertexts can still be decrypted."""

from flowforge_crypto.core.encryption.named_keys.errors import (
    KeyUnreadable,
    NamedKeysNotConfigured,
    TooManyVersions,
    UnknownKey,
)
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring
from flowforge_crypto.core.encryption.named_keys.model import KeyInfo, KeyName, describe
from flowforge_crypto.core.encryption.named_keys.types import make_in_worker
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, RequestBody, StoreConflict, operation


class RotateKeyRequest(RequestBody):
    """Nothing has to be given."""


@operation(
    "/keys/{name}/rotate",
    errors=[UnknownKey, KeyUnreadable, TooManyVersions, StoreConflict, NamedKeysNotConfigured],
    example={"name": "invoices"},
    needs="a key named 'invoices'",
    secret=True,
)
def rotate_named_key(
    request: RotateKeyRequest, name: KeyName, context: Context, settings: CryptoSettings
) -> KeyInfo:
    del request
    keyring = Keyring.open(context, settings)
    key, version = keyring.load(name)
    key.require_room(name)
    rotated = key.rotated(name, make_in_worker(key.type, context))
    keyring.save(name, rotated, version)
    return describe(name, rotated)
