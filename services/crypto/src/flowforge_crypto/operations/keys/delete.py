"""Delete a disabled named key permanently. Data that it encrypted can never be decrypted again."""

from typing import Literal

from pydantic import BaseModel, Field

from flowforge_crypto.core.encryption.named_keys.errors import (
    KeyInUse,
    KeyUnreadable,
    NamedKeysNotConfigured,
    UnknownKey,
)
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring
from flowforge_crypto.core.encryption.named_keys.model import KeyName
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, operation


class DeleteKeyResult(BaseModel):
    name: str = Field(description="Name of the key that was deleted.")
    deleted: Literal[True]


@operation(
    "/keys/{name}",
    method="DELETE",
    errors=[UnknownKey, KeyUnreadable, KeyInUse, NamedKeysNotConfigured],
    example={"name": "invoices"},
    needs="a key named 'invoices' that is disabled",
    secret=True,
)
def delete_named_key(name: KeyName, context: Context, settings: CryptoSettings) -> DeleteKeyResult:
    keyring = Keyring.open(context, settings)
    key, _ = keyring.load(name)
    if key.enabled:
        raise KeyInUse(name=name)
    keyring.delete(name)
    return DeleteKeyResult(name=name, deleted=True)
