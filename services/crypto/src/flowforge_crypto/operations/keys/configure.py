"""Disable or enable a named key, and set the oldest version that may decrypt."""

from typing import Annotated

from pydantic import Field

from flowforge_crypto.core.encryption.named_keys.errors import (
    KeyUnreadable,
    NamedKeysNotConfigured,
    UnknownKey,
    VersionOutOfRange,
)
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring
from flowforge_crypto.core.encryption.named_keys.model import KeyInfo, KeyName, describe
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, RequestBody, StoreConflict, operation


class ConfigureKeyRequest(RequestBody):
    enabled: bool | None = Field(
        default=None, description="Whether the key can be used; unchanged if absent."
    )
    min_version: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Oldest version that may decrypt and verify. May be lowered again, until you trim."
    )


@operation(
    "/keys/{name}",
    method="PATCH",
    errors=[UnknownKey, KeyUnreadable, VersionOutOfRange, StoreConflict, NamedKeysNotConfigured],
    example={"name": "invoices", "min_version": 1},
    needs="a key named 'invoices'",
    secret=True,
)
def configure_named_key(
    request: ConfigureKeyRequest, name: KeyName, context: Context, settings: CryptoSettings
) -> KeyInfo:
    keyring = Keyring.open(context, settings)
    key, version = keyring.load(name)
    asked = request.min_version
    if asked is not None and not key.first_version <= asked <= key.latest:
        raise VersionOutOfRange(
            field="min_version", version=asked, name=name, first=key.first_version, last=key.latest
        )
    changes = {field: value for field, value in request.model_dump().items() if value is not None}
    configured = key.model_copy(update=changes)
    keyring.save(name, configured, version)
    return describe(name, configured)
