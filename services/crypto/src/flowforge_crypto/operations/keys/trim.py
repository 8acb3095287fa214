"""Delete the oldest versions of a named key permanently. Data that they encrypted cannot be decrypted again.

Rewrap first, raise `min_version`, and trim when nothing failed for a while.
"""

from pydantic import Field

from flowforge_crypto.core.encryption.named_keys.errors import STORED_KEY_ERRORS, VersionInUse
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring
from flowforge_crypto.core.encryption.named_keys.model import KeyInfo, KeyName, Version, describe
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, RequestBody, StoreConflict, operation


class TrimKeyRequest(RequestBody):
    first_version: Version = Field(description="The oldest version to keep; at most the key's 'min_version'.")


@operation(
    "/keys/{name}/trim",
    errors=[*STORED_KEY_ERRORS, VersionInUse, StoreConflict],
    example={"name": "invoices", "first_version": 1},
    needs="a key named 'invoices'",
    secret=True,
)
def trim_named_key(
    request: TrimKeyRequest, name: KeyName, context: Context, settings: CryptoSettings
) -> KeyInfo:
    keyring = Keyring.open(context, settings)
    key, version = keyring.load(name)
    trimmed = key.trimmed(request.first_version, name)
    keyring.save(name, trimmed, version)
    return describe(name, trimmed)
