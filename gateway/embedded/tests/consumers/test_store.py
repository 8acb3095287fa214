import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flowforge_gateway import (
    ConsumerExists,
    ConsumerStore,
    InvalidConsumer,
    InvalidConsumerFile,
    NoSigningKey,
    NoSuchConsumer,
)


def test_a_new_consumer_is_listed_without_its_key(store: ConsumerStore) -> None:
    issued = store.add("acme", tier="pro", services=("crypto",))
    (listed,) = store.list()
    assert (listed.name, listed.tier, listed.services) == ("acme", "pro", ("crypto",))
    assert issued.key.startswith("ff_")
    assert len(issued.key) == len("ff_") + 43
    assert issued.key not in repr(listed)


def test_the_file_is_private(store: ConsumerStore, tmp_path: Path) -> None:
    store.add("acme")
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_name_can_be_taken_once(store: ConsumerStore) -> None:
    store.add("acme")
    with pytest.raises(ConsumerExists, match="'acme' exists"):
        store.add("acme")


def test_a_revoked_name_comes_back_as_another_consumer(store: ConsumerStore) -> None:
    first = store.add("acme").consumer.id
    store.revoke("acme")
    assert store.list() == ()
    assert store.add("acme").consumer.id != first


@pytest.mark.parametrize("name", ["", "anonymous", "Acme", "a b", "a|b", "-a", "a" * 64, "ä"])
def test_names_that_are_refused(store: ConsumerStore, name: str) -> None:
    with pytest.raises(InvalidConsumer, match="is not a consumer name"):
        store.add(name)


def test_unknown_tier_and_service_are_refused_with_the_known_ones(store: ConsumerStore) -> None:
    with pytest.raises(InvalidConsumer, match="use one of free, basic, pro, enterprise"):
        store.add("acme", tier="gold")
    with pytest.raises(InvalidConsumer, match="'nope' is not a service: use some of crypto, math"):
        store.add("acme", services=("nope",))


def test_an_expiry_date_in_the_past_or_without_zone_is_refused(store: ConsumerStore) -> None:
    with pytest.raises(InvalidConsumer, match="has passed"):
        store.add("acme", expires=datetime.now(UTC) - timedelta(seconds=2))
    with pytest.raises(InvalidConsumer, match="needs a time zone"):
        store.add("acme", expires=datetime(2099, 1, 1))  # noqa: DTZ001 - the naive date is the case


def test_rotate_ends_the_old_key_after_the_grace_time(store: ConsumerStore) -> None:
    old = store.add("acme")
    new = store.rotate("acme", grace=timedelta(hours=2))
    first, second = store.get("acme").credentials
    assert first.expires is not None
    assert timedelta(hours=1, minutes=59) < first.expires - datetime.now(UTC) <= timedelta(hours=2)
    assert second.expires is None
    assert new.consumer.id == old.consumer.id


def test_rotate_never_prolongs_an_old_key(store: ConsumerStore) -> None:
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=5)
    store.add("acme", expires=soon)
    store.rotate("acme")
    assert store.get("acme").credentials[0].expires == soon


def test_rotate_without_grace_drops_the_old_key_at_once(store: ConsumerStore) -> None:
    store.add("acme")
    store.rotate("acme", grace=timedelta(0))
    assert len(store.get("acme").credentials) == 1


def test_tier_and_services_can_change(store: ConsumerStore) -> None:
    before = store.add("acme").consumer
    after = store.update("acme", tier="basic", services=("math",))
    assert (after.id, after.tier, after.services) == (before.id, "basic", ("math",))
    assert store.update("acme", services=()).services == ()


def test_what_does_not_exist_is_named(store: ConsumerStore) -> None:
    for call in (store.get, store.rotate, store.revoke, store.add_jwt, store.add_login, store.token):
        with pytest.raises(NoSuchConsumer, match="'ghost'"):
            call("ghost")


def test_a_user_name_belongs_to_one_consumer(store: ConsumerStore) -> None:
    store.add("acme")
    store.add("other")
    assert store.add_login("acme").username == "acme"
    with pytest.raises(ConsumerExists, match="user name 'acme' is taken"):
        store.add_login("other", username="acme")
    with pytest.raises(InvalidConsumer, match="without colons"):
        store.add_login("other", username="a:b")


def test_a_token_needs_a_credential_that_can_sign(store: ConsumerStore) -> None:
    store.add("acme")
    with pytest.raises(NoSigningKey):
        store.token("acme")


def test_a_damaged_file_is_reported_without_its_content(store: ConsumerStore, tmp_path: Path) -> None:
    (tmp_path / "consumers.json").write_text('{"consumers": [{"name": "hush-hush"}]}')
    with pytest.raises(InvalidConsumerFile) as caught:
        store.list()
    assert "consumers.0.id: missing" in str(caught.value)
    assert "hush-hush" not in str(caught.value)


def test_changes_at_the_same_time_lose_nothing(store: ConsumerStore) -> None:
    threads = [threading.Thread(target=store.add, args=(f"c{number}",)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {consumer.name for consumer in store.list()} == {f"c{number}" for number in range(16)}
