"""What was done with files, for the audit log: noted in the transaction that does it, and collected later.

The jobs service chains the notes of all consumers into their audit logs. Where it does not run, notes are
dropped after a week.
"""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flowforge_filestore.index.records import Stored, now_ms
from flowforge_filestore.index.transactions import FileIndex, Transaction
from servicekit.tickets import current_job

KEEP_MS = 7 * 24 * 3_600_000
_PREFIX = "audit:"
_RANDOM_BYTES = 6


@dataclass(slots=True)
class FileEvent(Stored):
    """What happened to a file. `at_ms` is when, `detail` has the id of the job that did it, if one did."""

    consumer: str
    action: str
    file_id: str
    at_ms: int
    detail: dict[str, Any] = field(default_factory=dict)


def note(transaction: Transaction, consumer_id: str, action: str, file_id: str, **detail: Any) -> None:
    """Note what the transaction does to a file."""
    moment, job = now_ms(), current_job.get()
    told = {**detail, "job": job} if job else detail
    # Acts of one millisecond stay in the order of one process.
    key = f"{_PREFIX}{moment:014d}:{time.monotonic_ns():020d}:{secrets.token_hex(_RANDOM_BYTES)}"
    transaction.put(key, FileEvent(consumer_id, action, file_id, moment, told).pack())


class FileEvents:
    """The notes that wait to be collected."""

    def __init__(self, index: FileIndex) -> None:
        self._index = index

    def add(self, consumer_id: str, action: str, file_id: str, detail: dict[str, Any]) -> None:
        """Note what changes no record, such as a download."""
        self._index.transact(lambda transaction: note(transaction, consumer_id, action, file_id, **detail))

    def oldest(self, limit: int) -> list[tuple[str, FileEvent]]:
        """Return notes with their keys, oldest first."""
        keys = self._index.scan(_PREFIX, limit=limit)
        values = self._index.read(keys)
        return [
            (key, FileEvent.unpack(value))
            for key, value in zip(keys, values, strict=True)
            if value is not None
        ]

    def forget(self, keys: Sequence[str]) -> None:
        """Delete notes that were collected."""

        def work(transaction: Transaction) -> None:
            for key in keys:
                transaction.delete(key)

        if keys:
            self._index.transact(work)

    def drop_old(self, limit: int) -> int:
        """Delete notes that nobody collected for a week; return how many."""
        end = f"{_PREFIX}{now_ms() - KEEP_MS:014d}"
        old = [key for key in self._index.scan(_PREFIX, limit=limit) if key < end]
        self.forget(old)
        return len(old)
