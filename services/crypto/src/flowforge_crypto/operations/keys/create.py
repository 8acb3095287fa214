"""Create a named key. The service stores it for the caller and exports it only if it is exportable.

Encrypt, sign or authenticate by its name; rotate it when you like, and what older versions made still counts.
"""

from pydantic import Field, SecretStr

from flowforge_crypto.core.encryption.key_source import InvalidKey
from flowforge_crypto.core.encryption.named_keys.errors import (
    KeyExists,
    NamedKeysNotConfigured,
    UnsuitableOptions,
)
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring
from flowforge_crypto.core.encryption.named_keys.model import KeyInfo, KeyName, KeyTerms, NamedKey, describe
from flowforge_crypto.core.encryption.named_keys.types import bring_secret, make_in_worker
from flowforge_crypto.core.keys.reading import KEY_ERRORS
from flowforge_crypto.core.keys.types import UnsuitableKey
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, RequestBody, operation


class CreateKeyRequest(KeyTerms, RequestBody):
    name: KeyName
    secret: SecretStr | None = Field(
        None, description="Your own first version: a 256-bit key, or a private key of the type."
    )


@operation(
    "/keys",
    errors=[KeyExists, NamedKeysNotConfigured, UnsuitableOptions, InvalidKey, *KEY_ERRORS, UnsuitableKey],
    example={"name": "invoices"},
    needs="a master key and a store, which the operators configure",
    secret=True,
)
def create_named_key(request: CreateKeyRequest, context: Context, settings: CryptoSettings) -> KeyInfo:
    keyring = Keyring.open(context, settings)
    request.require_suitable()
    if request.secret is None:
        secret = make_in_worker(request.type, context)
    else:
        secret = bring_secret(request.type, request.secret.get_secret_value(), "secret")
    key = NamedKey.new(request, secret)
    keyring.add(request.name, key)
    return describe(request.name, key)
