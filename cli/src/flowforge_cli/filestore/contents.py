"""Who keeps what: totals from the consumers' accounts, files from their shelves; no folder is walked."""

import heapq
from collections.abc import AsyncIterator
from dataclasses import dataclass

from flowforge_cli.errors import NoSuchOwner
from flowforge_cli.filestore.opening import opened_index
from flowforge_cli.filestore.presence import Holdings
from flowforge_cli.home.consumers import open_consumers
from flowforge_cli.home.folder import Home
from flowforge_filestore.index.records import FileRecord, Usage, usage_key
from flowforge_filestore.index.transactions import FileIndex
from flowforge_filestore.index.usage_report import accounts_of
from flowforge_filestore.library import FileLibrary

_FILES_AT_ONCE = 200


@dataclass(frozen=True)
class Owner:
    """A consumer that keeps or kept files. *name* is None where the consumer is gone, or had no key."""

    id: str
    name: str | None
    usage: Usage

    @property
    def shown(self) -> str:
        """Return what a person knows the consumer by."""
        return self.name or self.id


def holdings_of(home: Home) -> Holdings:
    """Add up what all consumers keep; each file counts whole, as it does for quotas."""
    with opened_index(home) as (place, index):
        usages = [usage for _, usage in accounts_of(index)]
    return Holdings(place, sum(it.files for it in usages), sum(it.bytes for it in usages))


def owners_of(home: Home, index: FileIndex, wanted: str | None) -> list[Owner]:
    """List consumers that have an account; *wanted* is the name or the id of one. Raises NoSuchOwner."""
    names = {consumer.id: consumer.name for consumer in open_consumers(home).list()}
    if wanted is None:
        return [Owner(one, names.get(one), usage) for one, usage in accounts_of(index)]
    consumer_id = next((one for one, name in names.items() if name == wanted), wanted)
    value = index.read([usage_key(consumer_id)])[0]
    if value is None and consumer_id not in names:
        raise NoSuchOwner(f"there is no consumer {wanted!r}, and none with this id keeps files")
    usage = Usage() if value is None else Usage.unpack(value)
    return [Owner(consumer_id, names.get(consumer_id), usage)]


async def files_of(library: FileLibrary, owner: Owner) -> AsyncIterator[FileRecord]:
    """Yield the files of one consumer, newest first."""
    cursor: str | None = ""
    while cursor is not None:
        page = await library.page(owner.id, after=cursor, limit=_FILES_AT_ONCE)
        cursor = page.cursor
        for record in page.files:
            yield record


async def newest_of(library: FileLibrary, owners: list[Owner], limit: int) -> list[tuple[Owner, FileRecord]]:
    """Return the *limit* newest files of all these consumers, newest first."""
    kept: list[tuple[str, Owner, FileRecord]] = []  # a heap: the oldest of the newest is first
    for owner in owners:
        async for record in files_of(library, owner):
            entry = (record.file_id, owner, record)
            if len(kept) < limit:
                heapq.heappush(kept, entry)
            elif record.file_id > kept[0][0]:
                heapq.heapreplace(kept, entry)
            else:
                break  # the rest of this consumer's are older still
    kept.sort(key=lambda entry: entry[0], reverse=True)
    return [(owner, record) for _, owner, record in kept]
