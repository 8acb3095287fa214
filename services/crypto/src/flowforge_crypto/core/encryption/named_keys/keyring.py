"""A consumer's named keys in the durable store, each sealed under the master key and bound to its owner."""

from dataclasses import dataclass
from typing import Final, Protocol, Self

from pydantic import SecretStr, ValidationError

from flowforge_crypto.core.encodings.text import decode, encode
from flowforge_crypto.core.encryption.envelope import Header, TamperedCiphertext, WrongKey
from flowforge_crypto.core.encryption.key_source import KeySource
from flowforge_crypto.core.encryption.messages import begin, check_size, resume, seal_message, unseal_message
from flowforge_crypto.core.encryption.named_keys.errors import (
    KeyExists,
    KeyUnreadable,
    NamedKeysNotConfigured,
    UnknownKey,
)
from flowforge_crypto.core.encryption.named_keys.model import NamedKey
from flowforge_crypto.core.encryption.named_keys.tokens import KeyInHand
from flowforge_crypto.core.encryption.passphrases import Derive, derive_here
from servicekit import Context, InvalidInput, Store, StoreConflict

PREFIX = "key/"
CIPHER: Final = "aes-256-gcm"
_FIELD = "the stored key"


class NotABackup(InvalidInput):
    code = "KEY_BACKUP_INVALID"
    message = "'backup' is not a backup of a named key."


class MasterKeys(Protocol):
    """What named keys are sealed with: the service's settings have it."""

    @property
    def master_key(self) -> SecretStr | None: ...

    @property
    def previous_master_key(self) -> SecretStr | None: ...


@dataclass(frozen=True, slots=True)
class Keyring:
    """Raises StoreConflict where two requests change one key at the same time."""

    store: Store
    owner: str
    master_keys: tuple[SecretStr, ...]

    @classmethod
    def open(cls, context: Context, settings: MasterKeys) -> Self:
        """Return the consumer's keyring. Raises NamedKeysNotConfigured without a master key."""
        if settings.master_key is None:
            raise NamedKeysNotConfigured
        keys = (settings.master_key, settings.previous_master_key)
        return cls(context.store, context.consumer.id, tuple(key for key in keys if key is not None))

    def add(self, name: str, key: NamedKey) -> None:
        """Keep a new key. Raises KeyExists."""
        try:
            self.save(name, key, 0)
        except StoreConflict as error:
            raise KeyExists(name=name) from error

    def take(self, name: str) -> KeyInHand:
        """Return a key to use. Raises UnknownKey, KeyUnreadable."""
        return KeyInHand(name, self.load(name)[0])

    def load(self, name: str) -> tuple[NamedKey, int]:
        """Return a key, and the entry's version to save it with. Raises UnknownKey, KeyUnreadable."""
        stored = self.store.get(PREFIX + name)
        if stored is None:
            raise UnknownKey(name=name)
        for master in self.master_keys:
            try:
                return _unseal(stored.value, self._source(master, name), _FIELD), stored.version
            except (WrongKey, TamperedCiphertext):
                continue
        raise KeyUnreadable(name=name)

    def save(self, name: str, key: NamedKey, if_version: int) -> None:
        sealed = _seal(key, self._source(self.master_keys[0], name))
        self.store.put(PREFIX + name, sealed, if_version=if_version)

    def delete(self, name: str) -> None:
        self.store.delete(PREFIX + name)

    def names(self, after: str, limit: int) -> list[str]:
        """Return names in order, those after *after*."""
        found = self.store.keys(PREFIX, after=PREFIX + after if after else "", limit=limit)
        return [key.removeprefix(PREFIX) for key in found]

    def _source(self, master: SecretStr, name: str) -> KeySource:
        return KeySource(key=master, associated_data=f"{self.owner}/{name}")


def seal_backup(key: NamedKey, source: KeySource, derive: Derive = derive_here) -> str:
    """Write a key as base64, encrypted under the caller's key or passphrase. Raises InvalidKey."""
    return encode(_seal(key, source, derive), "base64")


def open_backup(text: str, source: KeySource, derive: Derive = derive_here) -> NamedKey:
    """Read what `seal_backup` wrote. Raises NotABackup, UndecodableText, the errors of decryption."""
    try:
        return _unseal(decode(text, "base64", "backup"), source, "backup", derive)
    except ValidationError as error:
        raise NotABackup from error


def _seal(key: NamedKey, source: KeySource, derive: Derive = derive_here) -> bytes:
    plaintext = key.model_dump_json().encode()
    opened = begin(source, CIPHER, "argon2id", len(plaintext), derive=derive)
    return opened.header.pack() + seal_message(opened, CIPHER, plaintext)


def _unseal(data: bytes, source: KeySource, field: str, derive: Derive = derive_here) -> NamedKey:
    header, packed = Header.unpack(data, field)
    check_size(header, len(data) - len(packed), field)
    opened = resume(source, header, packed, field, derive=derive)
    if header.algorithm != CIPHER:
        raise NotABackup
    return NamedKey.model_validate_json(unseal_message(opened, CIPHER, data[len(packed) :], field))
