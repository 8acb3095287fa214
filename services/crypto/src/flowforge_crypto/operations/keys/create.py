"""Create a named key: it is kept by the service, belongs to the caller, and never leaves.

Encrypt and decrypt by its name; rotate it when you like, and old ciphertexts still open.
"""

from flowforge_crypto.core.keyring import Keyring
from flowforge_crypto.core.named_keys import KeyExists, KeyInfo, KeyName, NamedKeysNotConfigured, describe
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, RequestBody, operation


class CreateKeyRequest(RequestBody):
    name: KeyName


@operation("/keys", errors=[KeyExists, NamedKeysNotConfigured], example={"name": "invoices"}, secret=True)
def create_named_key(request: CreateKeyRequest, context: Context, settings: CryptoSettings) -> KeyInfo:
    return describe(request.name, Keyring.open(context, settings).create(request.name))
