from typing import Any

import pytest
from pydantic import SecretStr

from flowforge_crypto.core.encryption.key_source import KeySource
from flowforge_crypto.core.encryption.named_keys.errors import (
    KeyExists,
    KeyUnreadable,
    NamedKeysNotConfigured,
    UnknownKey,
)
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring, NotABackup, open_backup, seal_backup
from flowforge_crypto.core.encryption.named_keys.model import KeyTerms, NamedKey
from flowforge_crypto.operations.encrypt import EncryptRequest, encrypt_text
from flowforge_crypto.settings import CryptoSettings
from servicekit import StoreConflict
from servicekit.testing import worker_context

MASTER, OTHER = SecretStr("ab" * 32), SecretStr("cd" * 32)


def create(keyring: Keyring, name: str) -> NamedKey:
    made = NamedKey.new()
    keyring.add(name, made)
    return made


@pytest.fixture
def keyring(context: Any) -> Any:
    return Keyring(context.store, "alice", (MASTER,))


def test_a_key_is_kept(keyring: Any) -> None:
    made = create(keyring, "k")
    assert keyring.load("k") == (made, 1)
    with pytest.raises(KeyExists):
        create(keyring, "k")
    with pytest.raises(UnknownKey, match="no key named 'other'"):
        keyring.load("other")


def test_nothing_of_it_is_stored_in_clear(keyring: Any, context: Any) -> None:
    made = create(keyring, "k")
    stored = context.store.get("key/k").value
    assert made.versions[0].secret.encode() not in stored
    assert bytes.fromhex(made.versions[0].secret) not in stored


def test_it_is_bound_to_its_owner_and_name(keyring: Any, context: Any) -> None:
    create(keyring, "k")
    context.store.put("key/copy", context.store.get("key/k").value)
    for owner, name in (("bob", "k"), ("alice", "copy")):
        with pytest.raises(Exception, match="associated_data"):
            Keyring(context.store, owner, (MASTER,)).load(name)


def test_a_change_of_the_master_key(keyring: Any, context: Any) -> None:
    made = create(keyring, "k")
    with pytest.raises(KeyUnreadable):
        Keyring(context.store, "alice", (OTHER,)).load("k")
    changed = Keyring(context.store, "alice", (OTHER, MASTER))
    assert changed.load("k") == (made, 1)
    changed.save("k", made, 1)
    assert Keyring(context.store, "alice", (OTHER,)).load("k") == (made, 2)


def test_of_two_changes_at_once_one_fails(keyring: Any) -> None:
    create(keyring, "k")
    first, version = keyring.load("k")
    keyring.save("k", first.rotated("k"), version)
    with pytest.raises(StoreConflict):
        keyring.save("k", first.rotated("k"), version)
    assert keyring.load("k")[0].latest == 2


def test_names_come_in_pages(keyring: Any) -> None:
    for name in ("c", "a", "b"):
        create(keyring, name)
    assert keyring.names("", 2) == ["a", "b"]
    assert keyring.names("b", 2) == ["c"]
    keyring.delete("a")
    assert keyring.names("", 9) == ["b", "c"]


def test_without_a_master_key_there_are_none(context: Any, monkeypatch: Any) -> None:
    monkeypatch.delenv("FLOWFORGE_CRYPTO_MASTER_KEY", raising=False)
    with pytest.raises(NamedKeysNotConfigured):
        Keyring.open(context, CryptoSettings())


def test_a_key_of_an_older_release_is_read(keyring: Any) -> None:
    """Records were once without type, options and the first version."""
    old = NamedKey.model_validate({"versions": [{"secret": "ab" * 32, "created_at": 1}], "min_version": 1})
    assert (old.type, old.derived, old.first_version) == ("xchacha20-poly1305", False, 1)
    keyring.add("old", old)
    assert keyring.take("old").key == old


def test_a_backup_opens_with_its_passphrase_alone() -> None:
    key = NamedKey.new(KeyTerms(exportable=True)).rotated("k")
    source = KeySource(passphrase=SecretStr("correct horse"))
    text = seal_backup(key, source)
    assert open_backup(text, source) == key
    assert key.versions[0].secret not in text
    with pytest.raises(Exception, match="'passphrase' is wrong"):
        open_backup(text, KeySource(passphrase=SecretStr("wrong")))


def test_another_ciphertext_is_no_backup() -> None:
    source = KeySource(key=SecretStr("ab" * 32))
    sealed = encrypt_text(EncryptRequest(key=SecretStr("ab" * 32), text="{}"), worker_context()).ciphertext
    with pytest.raises(NotABackup):
        open_backup(sealed, source)
    other = encrypt_text(
        EncryptRequest(key=SecretStr("ab" * 32), text="{}", algorithm="chacha20-poly1305"), worker_context()
    ).ciphertext
    with pytest.raises(NotABackup):
        open_backup(other, source)
