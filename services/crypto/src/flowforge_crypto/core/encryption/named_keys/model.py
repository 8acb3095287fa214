"""Named keys: kept in the durable store under the master key, and used without ever leaving the service."""

import time
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from flowforge_crypto.core.encodings.text import decode, encode
from flowforge_crypto.core.encryption.named_keys.errors import (
    KeyDisabled,
    OtherPurpose,
    TooManyVersions,
    UnsuitableOptions,
    VersionInUse,
    VersionOutOfRange,
)
from flowforge_crypto.core.encryption.named_keys.types import NamedKeyType, encrypts, make_secret, public_pem

KeyName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", description="Name of the key.")]
Version = Annotated[int, Field(ge=1)]
MAX_VERSIONS = 1000


class KeyVersion(BaseModel):
    """One secret, in hexadecimal: 32 random bytes, or a private key in PKCS #8."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    secret: str
    created_at: int


class KeyTerms(BaseModel):
    """What a key is for; settled when it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: NamedKeyType = Field(
        "xchacha20-poly1305",
        description="Type of the key, which decides what it does: encrypt, sign or authenticate.",
    )
    derived: bool = Field(
        default=False, description="Derive a separate secret for each 'context', which every use requires."
    )
    convergent: bool = Field(
        default=False, description="Give the same ciphertext for the same text, so that it can be looked up."
    )
    exportable: bool = Field(default=False, description="True allows export and backup permanently.")

    def require_suitable(self) -> None:
        """Raise UnsuitableOptions where an option is not for this type."""
        for option in ("derived", "convergent"):
            if getattr(self, option) and not encrypts(self.type):
                raise UnsuitableOptions(field=option, type=self.type)


class NamedKey(KeyTerms):
    """What is stored of a key; versions count from 1, and the oldest may have been trimmed."""

    versions: list[KeyVersion]
    first_version: int = 1
    min_version: int = 1
    enabled: bool = True

    @classmethod
    def new(cls, terms: KeyTerms | None = None, secret: bytes | None = None) -> Self:
        """Make a key. Raises UnsuitableOptions."""
        chosen = terms or KeyTerms()
        chosen.require_suitable()
        return cls(
            **chosen.model_dump(include=set(KeyTerms.model_fields)), versions=[_version(chosen.type, secret)]
        )

    @property
    def latest(self) -> int:
        return self.first_version + len(self.versions) - 1

    def require_room(self, name: str) -> None:
        """Raise TooManyVersions if the key has no room for one version more."""
        if len(self.versions) >= MAX_VERSIONS:
            raise TooManyVersions(name=name)

    def rotated(self, name: str, secret: bytes | None = None) -> Self:
        """Return the key with one version more. Raises TooManyVersions."""
        self.require_room(name)
        return self.model_copy(update={"versions": [*self.versions, _version(self.type, secret)]})

    def trimmed(self, first: int, name: str) -> Self:
        """Return the key without the versions before *first*. Raises VersionInUse."""
        if first > self.min_version:
            raise VersionInUse(name=name, min_version=self.min_version)
        kept = self.versions[max(0, first - self.first_version) :]
        return self.model_copy(update={"versions": kept, "first_version": max(first, self.first_version)})

    def secret(self, version: int, name: str, field: str) -> bytes:
        """Return the secret of a version. Raises KeyDisabled, VersionOutOfRange."""
        if not self.enabled:
            raise KeyDisabled(name=name)
        if not self.min_version <= version <= self.latest:
            raise VersionOutOfRange(
                field=field, version=version, name=name, first=self.min_version, last=self.latest
            )
        return decode(self.versions[version - self.first_version].secret, "hex")

    def require_encryption(self, name: str) -> None:
        """Raise OtherPurpose unless this key encrypts."""
        if not encrypts(self.type):
            raise OtherPurpose(name=name, type=self.type, purpose="encrypt")


class VersionInfo(BaseModel):
    version: int = Field(description="Version of the named key, counted from 1.")
    created_at: int = Field(description="Unix time.")
    public_key: str | None = Field(description="PEM, for keys that sign.")


class KeyInfo(BaseModel):
    """What callers see of a key."""

    name: str = Field(description="Name of the key in paths.")
    type: NamedKeyType = Field(description="What the key is for, and its algorithm.")
    derived: bool = Field(description="Whether each context gets a key of its own, derived from this one.")
    convergent: bool = Field(description="Whether the same text always gives the same ciphertext.")
    exportable: bool = Field(description="Whether the secrets of the key can be exported.")
    enabled: bool = Field(description="Whether the key can be used; a disabled one can be deleted.")
    latest_version: int = Field(description="Version that encrypts and signs.")
    min_version: int = Field(description="Oldest version that may decrypt and verify.")
    created_at: int = Field(description="Unix time of the oldest version that was not trimmed.")
    rotated_at: int = Field(description="When the latest version was made, in seconds since 1970.")
    versions: list[VersionInfo] = Field(description="Versions that were not trimmed.")


def describe(name: str, key: NamedKey) -> KeyInfo:
    return KeyInfo(
        name=name,
        type=key.type,
        derived=key.derived,
        convergent=key.convergent,
        exportable=key.exportable,
        enabled=key.enabled,
        latest_version=key.latest,
        min_version=key.min_version,
        created_at=key.versions[0].created_at,
        rotated_at=key.versions[-1].created_at,
        versions=[
            VersionInfo(
                version=number,
                created_at=one.created_at,
                public_key=public_pem(key.type, decode(one.secret, "hex")),
            )
            for number, one in enumerate(key.versions, key.first_version)
        ],
    )


def _version(key_type: NamedKeyType, secret: bytes | None = None) -> KeyVersion:
    chosen = make_secret(key_type) if secret is None else secret
    return KeyVersion(secret=encode(chosen, "hex"), created_at=int(time.time()))
