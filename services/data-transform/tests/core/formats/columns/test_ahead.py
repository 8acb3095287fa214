import threading
from collections.abc import Iterator

import pytest

from flowforge_data.core.formats.columns.ahead import DEPTH, ahead


def test_items_come_in_order_from_another_thread() -> None:
    threads = set()

    def items() -> Iterator[int]:
        for number in range(100):
            threads.add(threading.get_ident())
            yield number

    assert list(ahead(items())) == list(range(100))
    assert threading.get_ident() not in threads


def test_an_error_is_raised_after_the_items_before_it() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    found = ahead(items())
    assert next(found) == 1
    with pytest.raises(ValueError, match="broken"):
        next(found)


def test_nothing_is_read_far_ahead_and_the_thread_ends() -> None:
    read = 0

    def items() -> Iterator[int]:
        nonlocal read
        while True:
            read += 1
            yield read

    before = threading.active_count()
    found = ahead(items())
    assert [next(found) for _ in range(10)] == list(range(1, 11))
    found.close()  # type: ignore[attr-defined] # it is a generator
    assert 10 <= read <= 10 + DEPTH + 2
    assert threading.active_count() == before
