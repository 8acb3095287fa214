"""Storage used by each consumer, read from the usage records."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flowforge_filestore.index.records import Usage, usage_key
from flowforge_filestore.index.transactions import FileIndex

_KEYS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class UsageReport:
    """Usage of the largest consumers by id, of all others together, and the number of consumers."""

    largest: Mapping[str, Usage]
    others: Usage
    consumers: int


def accounts_of(index: FileIndex) -> Iterator[tuple[str, Usage]]:
    """Yield every consumer that has or had files, with its usage."""
    prefix, last = usage_key(""), ""
    while keys := index.scan(prefix, after=last, limit=_KEYS_AT_ONCE):
        last = keys[-1]
        for key, value in zip(keys, index.read(keys), strict=True):
            if value is not None:
                owner = bytes.fromhex(key.removeprefix(prefix)).decode("utf-8", "surrogatepass")
                yield owner, Usage.unpack(value)


def usage_report(index: FileIndex, named: int) -> UsageReport:
    """Report the *named* consumers that use the most bytes, and the sum of the others."""
    largest: list[tuple[int, str, Usage]] = []  # a heap: the one that keeps the least is first
    others, consumers = Usage(), 0
    for consumer_id, usage in accounts_of(index):
        if not (usage.files or usage.reserved):
            continue
        consumers += 1
        heapq.heappush(largest, (usage.bytes + usage.reserved, consumer_id, usage))
        if len(largest) > named:
            _add(others, heapq.heappop(largest)[2])
    return UsageReport({consumer_id: usage for _, consumer_id, usage in largest}, others, consumers)


def _add(total: Usage, usage: Usage) -> None:
    total.bytes += usage.bytes
    total.files += usage.files
    total.reserved += usage.reserved
