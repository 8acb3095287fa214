"""Named keys: kept in the durable store under the master key, and used without ever leaving the service."""

import secrets
import time
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from flowforge_crypto.core.encodings import decode, encode
from servicekit import Conflict, Forbidden, InvalidInput, NotFound, Unavailable

KeyName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", description="Name of the key.")]
MAX_VERSIONS = 1000


class NamedKeysNotConfigured(Unavailable):
    code = "NAMED_KEYS_NOT_CONFIGURED"
    message = "Named keys need a master key: set FLOWFORGE_CRYPTO_MASTER_KEY."
    retryable = False


class UnknownKey(NotFound):
    code = "KEY_NOT_FOUND"
    message = "There is no key named '{name}' of yours."


class KeyExists(Conflict):
    code = "KEY_EXISTS"
    message = "There is a key named '{name}' already: rotate it, or take another name."


class KeyDisabled(Forbidden):
    code = "KEY_DISABLED"
    message = "The key '{name}' is disabled: nothing is encrypted or decrypted with it until it is enabled."


class KeyInUse(Conflict):
    code = "KEY_ENABLED"
    message = (
        "The key '{name}' is enabled: disable it first. What it encrypted cannot be read once it is deleted."
    )


class VersionOutOfRange(InvalidInput):
    code = "KEY_VERSION_UNKNOWN"
    message = "'{field}' names version {version} of the key '{name}', which has versions {first} to {last}."


class TooManyVersions(Conflict):
    code = "KEY_VERSIONS_EXHAUSTED"
    message = "The key '{name}' has 1000 versions: rewrap what it encrypted under another key."


class KeyUnreadable(Unavailable):
    code = "NAMED_KEY_UNREADABLE"
    message = "The key '{name}' was stored under another master key than the service has now."
    retryable = False


class KeyVersion(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    secret: str
    created_at: int


class NamedKey(BaseModel):
    """What is stored of a key; versions count from 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    versions: list[KeyVersion]
    min_version: int = 1
    enabled: bool = True

    @classmethod
    def new(cls) -> Self:
        return cls(versions=[_version()])

    @property
    def latest(self) -> int:
        return len(self.versions)

    def rotated(self, name: str) -> Self:
        """Return the key with one version more. Raises TooManyVersions."""
        if self.latest >= MAX_VERSIONS:
            raise TooManyVersions(name=name)
        return self.model_copy(update={"versions": [*self.versions, _version()]})

    def secret(self, version: int, name: str, field: str) -> bytes:
        """Return the 32 bytes of a version. Raises KeyDisabled, VersionOutOfRange."""
        if not self.enabled:
            raise KeyDisabled(name=name)
        if not self.min_version <= version <= self.latest:
            raise VersionOutOfRange(
                field=field, version=version, name=name, first=self.min_version, last=self.latest
            )
        return decode(self.versions[version - 1].secret, "hex")


class KeyInfo(BaseModel):
    """What callers see of a key."""

    name: str
    latest_version: int
    min_version: int = Field(description="Older versions decrypt no more.")
    enabled: bool
    created_at: int = Field(description="Unix time.")
    rotated_at: int


def describe(name: str, key: NamedKey) -> KeyInfo:
    return KeyInfo(
        name=name,
        latest_version=key.latest,
        min_version=key.min_version,
        enabled=key.enabled,
        created_at=key.versions[0].created_at,
        rotated_at=key.versions[-1].created_at,
    )


def _version() -> KeyVersion:
    return KeyVersion(secret=encode(secrets.token_bytes(32), "hex"), created_at=int(time.time()))
