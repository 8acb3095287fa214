"""One contract for every durable store."""

from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servicekit.ports.store import (
    NullStore,
    Store,
    StoreBackend,
    StoreConflict,
    StoredValue,
    StoreUnavailable,
)

KEYS = [
    "",
    "A",
    "a",
    "a%",
    "a%b",
    "a*",
    "a[b]",
    "a\x00b",
    "a_b",
    "axb",
    "b\\",
    "b'c",
    "{k}:1",
    "ä",
    "z\nz",
    "日",
    "😀",
]


def test_versions_count_up_from_one(backend: StoreBackend) -> None:
    store = backend.for_consumer("crypto", "ann")
    assert store.get("k") is None
    assert [store.put("k", value) for value in (b"a", b"", bytes(range(256)))] == [1, 2, 3]
    assert store.get("k") == StoredValue(bytes(range(256)), 3)


def test_zero_creates_and_never_overwrites(backend: StoreBackend) -> None:
    store = backend.for_consumer("crypto", "ann")
    assert store.put("k", b"first", if_version=0) == 1
    with pytest.raises(StoreConflict, match="'k' was changed by another request"):
        store.put("k", b"second", if_version=0)
    assert store.get("k") == StoredValue(b"first", 1)


def test_a_version_that_has_passed_is_refused(backend: StoreBackend) -> None:
    store = backend.for_consumer("crypto", "ann")
    store.put("k", b"1")
    assert store.put("k", b"2", if_version=1) == 2
    for stale in (1, 3):
        with pytest.raises(StoreConflict):
            store.put("k", b"x", if_version=stale)
    with pytest.raises(StoreConflict):
        store.put("absent", b"x", if_version=1)
    assert store.get("k") == StoredValue(b"2", 2)
    assert store.get("absent") is None


def test_delete_tells_whether_there_was_one(backend: StoreBackend) -> None:
    store = backend.for_consumer("crypto", "ann")
    store.put("k", b"1")
    assert [store.delete("k"), store.delete("k")] == [True, False]
    assert (store.get("k"), store.keys()) == (None, [])
    assert store.put("k", b"2", if_version=0) == 1


def test_keys_are_free_text(backend: StoreBackend) -> None:
    store = backend.for_consumer("crypto", "ann")
    for key in reversed(KEYS):
        store.put(key, key.encode())
    assert store.keys() == sorted(KEYS, key=str.encode)
    assert all(store.get(key) == StoredValue(key.encode(), 1) for key in KEYS)
    assert store.keys("a%") == ["a%", "a%b"]
    assert store.keys("a_") == ["a_b"]
    assert store.keys("a*") == ["a*"]
    assert store.keys("a[") == ["a[b]"]
    assert store.keys("A") == ["A"]
    assert store.keys("a\x00") == ["a\x00b"]
    assert store.keys("nothing") == []


def test_keys_come_in_pages(backend: StoreBackend) -> None:
    store = backend.for_consumer("crypto", "ann")
    for number in range(25):
        store.put(f"k{number:02}", b"")
    store.put("j", b"")
    store.put("l", b"")
    pages: list[list[str]] = []
    after = ""
    while page := store.keys("k", after=after, limit=10):
        pages.append(page)
        after = page[-1]
    assert [len(page) for page in pages] == [10, 10, 5]
    assert list(chain.from_iterable(pages)) == [f"k{number:02}" for number in range(25)]
    assert store.keys("k", after="a") == store.keys("k")
    assert store.keys("k", after="z") == []


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(keys=st.sets(st.text(max_size=6)), prefix=st.text(max_size=2), after=st.text(max_size=3))
def test_listing_is_what_text_says(backend: StoreBackend, keys: set[str], prefix: str, after: str) -> None:
    store = backend.for_consumer("property", str(sorted(keys)))
    for key in keys:
        store.put(key, b"")
    wanted = [key for key in keys if key.startswith(prefix) and (not after or key.encode() > after.encode())]
    assert store.keys(prefix, after=after) == sorted(wanted, key=str.encode)


@pytest.mark.parametrize(
    ("other_service", "other_consumer"),
    [
        ("crypto", "bob"),
        ("math", "ann"),
        ("crypto:ann", ""),
        ("crypt", "oann"),
        ("crypto", "ann:k"),
        ("crypto", "ann}"),
        ("*", "*"),
        ("%", "%"),
        ("crypto", "ANN"),
    ],
)
def test_consumers_never_meet(backend: StoreBackend, other_service: str, other_consumer: str) -> None:
    mine = backend.for_consumer("crypto", "ann")
    other = backend.for_consumer(other_service, other_consumer)
    mine.put("k", b"mine")
    mine.put(":k", b"mine")
    assert (other.get("k"), other.get(""), other.keys(), other.delete("k")) == (None, None, [], False)
    other.put("k", b"other", if_version=0)
    assert mine.get("k") == StoredValue(b"mine", 1)


def test_a_large_value(backend: StoreBackend) -> None:
    store = backend.for_consumer("crypto", "ann")
    store.put("k", bytes(8 << 20))
    assert store.get("k") == StoredValue(bytes(8 << 20), 1)


def increment(store: Store, times: int) -> int:
    """Count up under compare-and-set, and return how often another was faster."""
    conflicts = 0
    done = 0
    while done < times:
        found = store.get("counter")
        number, version = (int(found.value), found.version) if found else (0, 0)
        try:
            store.put("counter", b"%d" % (number + 1), if_version=version)
        except StoreConflict:
            conflicts += 1
        else:
            done += 1
    return conflicts


def test_no_increment_is_lost_among_threads(backend: StoreBackend) -> None:
    with ThreadPoolExecutor(12) as threads:
        list(threads.map(lambda _: increment(backend.for_consumer("crypto", "ann"), 20), range(12)))
    assert backend.for_consumer("crypto", "ann").get("counter") == StoredValue(b"240", 240)


def test_of_many_who_create_one_succeeds(backend: StoreBackend) -> None:
    store = backend.for_consumer("crypto", "ann")

    def create(number: int) -> int:
        try:
            return store.put("k", b"%d" % number, if_version=0)
        except StoreConflict:
            return 0

    with ThreadPoolExecutor(12) as threads:
        assert sorted(threads.map(create, range(24))) == [0] * 23 + [1]


def test_ping_and_close_may_be_repeated(backend: StoreBackend) -> None:
    backend.ping()
    backend.close()
    backend.close()
    backend.ping()


def test_without_a_store_every_use_is_a_clear_error() -> None:
    backend = NullStore()
    backend.ping()
    store = backend.for_consumer("crypto", "ann")
    for use in (lambda: store.get("k"), lambda: store.put("k", b""), lambda: store.delete("k"), store.keys):
        with pytest.raises(StoreUnavailable, match="no store is configured"):
            use()
    backend.close()
