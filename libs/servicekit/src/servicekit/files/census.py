"""Who keeps how much: read from the consumers' accounts, no content is walked."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from servicekit.files.ledger import Ledger
from servicekit.files.records import Usage, usage_key

_KEYS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Census:
    """The consumers that keep the most by id, all others together, and how many consumers keep anything."""

    largest: Mapping[str, Usage]
    others: Usage
    consumers: int


def accounts_of(ledger: Ledger) -> Iterator[tuple[str, Usage]]:
    """Yield every consumer that keeps or kept files, with its account."""
    prefix, last = usage_key(""), ""
    while keys := ledger.scan(prefix, after=last, limit=_KEYS_AT_ONCE):
        last = keys[-1]
        for key, value in zip(keys, ledger.read(keys), strict=True):
            if value is not None:
                owner = bytes.fromhex(key.removeprefix(prefix)).decode("utf-8", "surrogatepass")
                yield owner, Usage.unpack(value)


def take_census(ledger: Ledger, named: int) -> Census:
    """Name the *named* consumers that keep the most bytes, and add up the others."""
    largest: list[tuple[int, str, Usage]] = []  # a heap: the one that keeps the least is first
    others, consumers = Usage(), 0
    for consumer_id, usage in accounts_of(ledger):
        if not (usage.files or usage.reserved):
            continue
        consumers += 1
        heapq.heappush(largest, (usage.bytes + usage.reserved, consumer_id, usage))
        if len(largest) > named:
            _add(others, heapq.heappop(largest)[2])
    return Census({consumer_id: usage for _, consumer_id, usage in largest}, others, consumers)


def _add(total: Usage, usage: Usage) -> None:
    total.bytes += usage.bytes
    total.files += usage.files
    total.reserved += usage.reserved
