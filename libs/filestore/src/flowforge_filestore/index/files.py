"""Records of stored files: find, list, delete, lease."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from flowforge_filestore.errors import FileInUse
from flowforge_filestore.index.accounting import keep, release_content
from flowforge_filestore.index.audit import note
from flowforge_filestore.index.records import (
    Content,
    FileRecord,
    Usage,
    content_key,
    due_key,
    file_key,
    is_file_id,
    now_ms,
    owned_key,
    usage_key,
)
from flowforge_filestore.index.transactions import FileIndex, Transaction
from servicekit.ports.file_errors import FileDamaged, FileExpired, UnknownFile

T = TypeVar("T")
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Page:
    """Files, newest first. `cursor` continues after the last one; it is None at the end."""

    files: list[FileRecord]
    cursor: str | None


class FileRepository:
    """Records of files. A file of another consumer counts as unknown."""

    def __init__(self, index: FileIndex) -> None:
        self._index = index

    def find(self, consumer_id: str | None, file_id: str) -> FileRecord:
        """Return the file of this consumer, or of any if None. Raises UnknownFile or FileExpired."""
        value = self._index.read([file_key(file_id)])[0] if is_file_id(file_id) else None
        return _live(None if value is None else FileRecord.unpack(value), consumer_id, file_id)

    def objects_of(self, record: FileRecord) -> list[tuple[str, int]]:
        """Return the objects of a file's content, with their sizes. Raises UnknownFile if it was deleted."""
        value = self._index.read([content_key(record.consumer, record.sha256)])[0]
        if value is None:
            raise UnknownFile(file_id=record.file_id)
        objects = [(name, size) for name, size in Content.unpack(value).objects]
        if sum(size for _, size in objects) != record.size:
            raise FileDamaged
        return objects

    def page(self, consumer_id: str, *, after: str, limit: int) -> Page:
        cursor = owned_key(consumer_id, after) if after else ""
        prefix = owned_key(consumer_id)
        keys = self._index.scan(prefix, after=cursor, limit=limit + 1, newest=True)
        ids = [key.removeprefix(prefix) for key in keys]
        values = self._index.read([file_key(one) for one in ids[:limit]])
        moment = now_ms()
        records = [FileRecord.unpack(value) for value in values if value is not None]
        live = [one for one in records if one.state == "live" and one.kept_until_ms > moment]
        return Page(live, ids[limit - 1] if len(ids) > limit else None)

    def usage(self, consumer_id: str) -> Usage:
        value = self._index.read([usage_key(consumer_id)])[0]
        return Usage() if value is None else Usage.unpack(value)

    def add_duplicate(self, record: FileRecord, check: Callable[[Usage], None]) -> bool:
        """Record a file whose content is stored already, if *check* allows it. Return whether it was."""

        def work(transaction: Transaction) -> bool:
            key = content_key(record.consumer, record.sha256)
            content = Content.read(transaction, key)
            if content is None:
                return False
            check(Usage.read(transaction, usage_key(record.consumer)) or Usage())
            content.references += 1
            transaction.put(key, content.pack())
            keep(transaction, record, bytes_reserved=0)
            return True

        return self._index.transact(work)

    def delete(self, consumer_id: str, file_id: str, *, discard_ms: int) -> None:
        """Remove a file, its content at *discard_ms*. Raises UnknownFile, FileExpired or FileInUse."""

        def work(transaction: Transaction, record: FileRecord) -> None:
            if any(until > now_ms() for until in record.leases.values()):
                raise FileInUse(file_id=file_id)
            release_content(transaction, record, discard_ms)
            transaction.delete(file_key(file_id))
            transaction.delete(due_key(record.expires_ms, file_id))
            note(transaction, consumer_id, "file.deleted", file_id)

        self._change(consumer_id, file_id, work)

    def lease(self, consumer_id: str, file_id: str, holder: str, until_ms: int) -> None:
        """Keep a file until *until_ms* for *holder*, beyond its own expiry. Raises what `find` raises."""

        def work(transaction: Transaction, record: FileRecord) -> None:
            record.leases = {name: until for name, until in record.leases.items() if until > now_ms()}
            record.leases[holder] = until_ms
            transaction.put(file_key(file_id), record.pack())

        self._change(consumer_id, file_id, work)

    def release(self, consumer_id: str, file_id: str, holder: str) -> None:
        """End a lease. A file that was deleted meanwhile is no error."""

        def work(transaction: Transaction) -> None:
            record = FileRecord.read(transaction, file_key(file_id))
            if record is not None and record.consumer == consumer_id and holder in record.leases:
                del record.leases[holder]
                transaction.put(file_key(file_id), record.pack())

        self._index.transact(work)

    def _change(
        self, consumer_id: str, file_id: str, work: Callable[[Transaction, FileRecord], None]
    ) -> None:
        def whole(transaction: Transaction) -> None:
            found = FileRecord.read(transaction, file_key(file_id)) if is_file_id(file_id) else None
            work(transaction, _live(found, consumer_id, file_id))

        self._index.transact(whole)


def _live(record: FileRecord | None, consumer_id: str | None, file_id: str) -> FileRecord:
    if record is None or consumer_id not in (None, record.consumer):
        raise UnknownFile(file_id=file_id[:_SHOWN])
    if record.state != "live" or record.kept_until_ms <= now_ms():
        when = datetime.fromtimestamp(record.expires_ms / 1000, UTC)
        raise FileExpired(file_id=file_id, when=when.isoformat(timespec="seconds"))
    return record
