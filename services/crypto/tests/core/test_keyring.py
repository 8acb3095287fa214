from typing import Any

import pytest
from pydantic import SecretStr

from flowforge_crypto.core.keyring import Keyring
from flowforge_crypto.core.named_keys import KeyExists, KeyUnreadable, NamedKeysNotConfigured, UnknownKey
from flowforge_crypto.settings import CryptoSettings
from servicekit import StoreConflict

MASTER, OTHER = SecretStr("ab" * 32), SecretStr("cd" * 32)


@pytest.fixture
def keyring(context: Any) -> Any:
    return Keyring(context.store, "alice", (MASTER,))


def test_a_key_is_kept(keyring: Any) -> None:
    made = keyring.create("k")
    assert keyring.load("k") == (made, 1)
    with pytest.raises(KeyExists):
        keyring.create("k")
    with pytest.raises(UnknownKey, match="no key named 'other'"):
        keyring.load("other")


def test_nothing_of_it_is_stored_in_clear(keyring: Any, context: Any) -> None:
    made = keyring.create("k")
    stored = context.store.get("key/k").value
    assert made.versions[0].secret.encode() not in stored
    assert bytes.fromhex(made.versions[0].secret) not in stored


def test_it_is_bound_to_its_owner_and_name(keyring: Any, context: Any) -> None:
    keyring.create("k")
    context.store.put("key/copy", context.store.get("key/k").value)
    for owner, name in (("bob", "k"), ("alice", "copy")):
        with pytest.raises(Exception, match="associated_data"):
            Keyring(context.store, owner, (MASTER,)).load(name)


def test_a_change_of_the_master_key(keyring: Any, context: Any) -> None:
    made = keyring.create("k")
    with pytest.raises(KeyUnreadable):
        Keyring(context.store, "alice", (OTHER,)).load("k")
    changed = Keyring(context.store, "alice", (OTHER, MASTER))
    assert changed.load("k") == (made, 1)
    changed.save("k", made, 1)
    assert Keyring(context.store, "alice", (OTHER,)).load("k") == (made, 2)


def test_of_two_changes_at_once_one_fails(keyring: Any) -> None:
    keyring.create("k")
    first, version = keyring.load("k")
    keyring.save("k", first.rotated("k"), version)
    with pytest.raises(StoreConflict):
        keyring.save("k", first.rotated("k"), version)
    assert keyring.load("k")[0].latest == 2


def test_names_come_in_pages(keyring: Any) -> None:
    for name in ("c", "a", "b"):
        keyring.create(name)
    assert keyring.names("", 2) == ["a", "b"]
    assert keyring.names("b", 2) == ["c"]
    keyring.delete("a")
    assert keyring.names("", 9) == ["b", "c"]


def test_without_a_master_key_there_are_none(context: Any, monkeypatch: Any) -> None:
    monkeypatch.delenv("FLOWFORGE_CRYPTO_MASTER_KEY", raising=False)
    with pytest.raises(NamedKeysNotConfigured):
        Keyring.open(context, CryptoSettings())
