"""Files that are there: found, listed, deleted, and held by jobs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from servicekit.files.accounts import give_up_content, keep
from servicekit.files.errors import FileDamaged, FileExpired, FileInUse
from servicekit.files.ledger import Ledger, Transaction
from servicekit.files.records import (
    Content,
    Record,
    Usage,
    content_key,
    due_key,
    file_key,
    is_file_id,
    now_ms,
    shelf_key,
    usage_key,
)
from servicekit.ports.files import UnknownFile

T = TypeVar("T")
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Page:
    """Files, newest first; `cursor` continues after the last, and is None at the end."""

    files: list[Record]
    cursor: str | None


class Shelf:
    """Records of files in a ledger. A file of another consumer is an unknown one."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def find(self, consumer_id: str | None, file_id: str) -> Record:
        """Return the file; without a consumer whoever owns it. Raises UnknownFile or FileExpired."""
        value = self._ledger.read([file_key(file_id)])[0] if is_file_id(file_id) else None
        return _live(None if value is None else Record.unpack(value), consumer_id, file_id)

    def objects_of(self, record: Record) -> list[tuple[str, int]]:
        """Return the objects of a file's content, with their sizes. Raises UnknownFile if it has gone."""
        value = self._ledger.read([content_key(record.consumer, record.sha256)])[0]
        if value is None:
            raise UnknownFile(file_id=record.file_id)
        objects = [(name, size) for name, size in Content.unpack(value).objects]
        if sum(size for _, size in objects) != record.size:
            raise FileDamaged
        return objects

    def page(self, consumer_id: str, *, after: str, limit: int) -> Page:
        cursor = shelf_key(consumer_id, after) if after else ""
        prefix = shelf_key(consumer_id)
        keys = self._ledger.scan(prefix, after=cursor, limit=limit + 1, newest=True)
        ids = [key.removeprefix(prefix) for key in keys]
        values = self._ledger.read([file_key(one) for one in ids[:limit]])
        moment = now_ms()
        records = [Record.unpack(value) for value in values if value is not None]
        live = [one for one in records if one.state == "live" and one.kept_until_ms > moment]
        return Page(live, ids[limit - 1] if len(ids) > limit else None)

    def usage(self, consumer_id: str) -> Usage:
        value = self._ledger.read([usage_key(consumer_id)])[0]
        return Usage() if value is None else Usage.unpack(value)

    def adopt(self, record: Record, check: Callable[[Usage], None]) -> bool:
        """Keep *record* if its content is there already; *check* may refuse by the consumer's usage."""

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

        return self._ledger.transact(work)

    def delete(self, consumer_id: str, file_id: str, *, discard_ms: int) -> None:
        """Remove a file, its content at *discard_ms*. Raises UnknownFile, FileExpired or FileInUse."""

        def work(transaction: Transaction, record: Record) -> None:
            if any(until > now_ms() for until in record.leases.values()):
                raise FileInUse(file_id=file_id)
            give_up_content(transaction, record, discard_ms)
            transaction.delete(file_key(file_id))
            transaction.delete(due_key(record.expires_ms, file_id))

        self._change(consumer_id, file_id, work)

    def lease(self, consumer_id: str, file_id: str, holder: str, until_ms: int) -> None:
        """Keep a file until *until_ms* for *holder*, whatever its own time. Raises what `find` raises."""

        def work(transaction: Transaction, record: Record) -> None:
            record.leases = {name: until for name, until in record.leases.items() if until > now_ms()}
            record.leases[holder] = until_ms
            transaction.put(file_key(file_id), record.pack())

        self._change(consumer_id, file_id, work)

    def release(self, consumer_id: str, file_id: str, holder: str) -> None:
        """End a lease. A file that has gone meanwhile is no error."""

        def work(transaction: Transaction) -> None:
            record = Record.read(transaction, file_key(file_id))
            if record is not None and record.consumer == consumer_id and holder in record.leases:
                del record.leases[holder]
                transaction.put(file_key(file_id), record.pack())

        self._ledger.transact(work)

    def _change(self, consumer_id: str, file_id: str, work: Callable[[Transaction, Record], None]) -> None:
        def whole(transaction: Transaction) -> None:
            found = Record.read(transaction, file_key(file_id)) if is_file_id(file_id) else None
            work(transaction, _live(found, consumer_id, file_id))

        self._ledger.transact(whole)


def _live(record: Record | None, consumer_id: str | None, file_id: str) -> Record:
    if record is None or consumer_id not in (None, record.consumer):
        raise UnknownFile(file_id=file_id[:_SHOWN])
    if record.state != "live" or record.kept_until_ms <= now_ms():
        when = datetime.fromtimestamp(record.expires_ms / 1000, UTC)
        raise FileExpired(file_id=file_id, when=when.isoformat(timespec="seconds"))
    return record
