"""Export the secrets of an exportable named key."""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encryption.named_keys.errors import (
    STORED_KEY_ERRORS,
    KeyDisabled,
    NotExportable,
    VersionOutOfRange,
)
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring
from flowforge_crypto.core.encryption.named_keys.model import KeyName, Version
from flowforge_crypto.core.encryption.named_keys.types import NamedKeyType, show_secret
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, RequestBody, operation


class ExportKeyRequest(RequestBody):
    version: Version | None = Field(None, description="By default all that still decrypt.")


class ExportedVersion(BaseModel):
    version: int = Field(description="Version of the named key, counted from 1.")
    key: str = Field(description="Base64, as encrypt and hmac take it, or PEM.")


class ExportKeyResult(BaseModel):
    type: NamedKeyType = Field(description="What the key is for, and its algorithm.")
    versions: list[ExportedVersion] = Field(description="Secrets of all versions, the oldest first.")


@operation(
    "/keys/{name}/export",
    errors=[*STORED_KEY_ERRORS, KeyDisabled, NotExportable, VersionOutOfRange],
    example={"name": "portable"},
    needs="a key named 'portable' that was made exportable",
    secret=True,
)
def export_named_key(
    request: ExportKeyRequest, name: KeyName, context: Context, settings: CryptoSettings
) -> ExportKeyResult:
    key, _ = Keyring.open(context, settings).load(name)
    if not key.exportable:
        raise NotExportable(name=name)
    wanted = [request.version] if request.version else range(key.min_version, key.latest + 1)
    shown = [
        ExportedVersion(version=one, key=show_secret(key.type, key.secret(one, name, "version")))
        for one in wanted
    ]
    return ExportKeyResult(type=key.type, versions=shown)
