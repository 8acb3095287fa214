"""A consumer's named keys in the durable store, each sealed under the master key and bound to its owner."""

from dataclasses import dataclass
from typing import Final, Protocol, Self

from pydantic import SecretStr

from flowforge_crypto.core.encryption import begin, check_size, resume, seal_message, unseal_message
from flowforge_crypto.core.envelope import Header, TamperedCiphertext, WrongKey
from flowforge_crypto.core.key_source import KeySource
from flowforge_crypto.core.named_keys import (
    KeyExists,
    KeyUnreadable,
    NamedKey,
    NamedKeysNotConfigured,
    UnknownKey,
)
from servicekit import Context, Store, StoreConflict

PREFIX = "key/"
CIPHER: Final = "aes-256-gcm"
_FIELD = "the stored key"


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

    def create(self, name: str) -> NamedKey:
        """Make a key. Raises KeyExists."""
        key = NamedKey.new()
        try:
            self.save(name, key, 0)
        except StoreConflict as error:
            raise KeyExists(name=name) from error
        return key

    def load(self, name: str) -> tuple[NamedKey, int]:
        """Return a key, and the entry's version to save it with. Raises UnknownKey, KeyUnreadable."""
        stored = self.store.get(PREFIX + name)
        if stored is None:
            raise UnknownKey(name=name)
        for master in self.master_keys:
            try:
                return NamedKey.model_validate_json(self._unseal(master, name, stored.value)), stored.version
            except (WrongKey, TamperedCiphertext):
                continue
        raise KeyUnreadable(name=name)

    def save(self, name: str, key: NamedKey, if_version: int) -> None:
        plaintext = key.model_dump_json().encode()
        opened = begin(self._source(self.master_keys[0], name), CIPHER, "argon2id", len(plaintext))
        sealed = opened.header.pack() + seal_message(opened, CIPHER, plaintext)
        self.store.put(PREFIX + name, sealed, if_version=if_version)

    def delete(self, name: str) -> None:
        self.store.delete(PREFIX + name)

    def names(self, after: str, limit: int) -> list[str]:
        """Return names in order, those after *after*."""
        found = self.store.keys(PREFIX, after=PREFIX + after if after else "", limit=limit)
        return [key.removeprefix(PREFIX) for key in found]

    def _unseal(self, master: SecretStr, name: str, data: bytes) -> bytes:
        header, packed = Header.unpack(data, _FIELD)
        check_size(header, len(data) - len(packed), _FIELD)
        opened = resume(self._source(master, name), header, packed, _FIELD)
        return unseal_message(opened, CIPHER, data[len(packed) :], _FIELD)

    def _source(self, master: SecretStr, name: str) -> KeySource:
        return KeySource(key=master, associated_data=f"{self.owner}/{name}")
