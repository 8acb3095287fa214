"""Expiry: which files and uploads are due, and which objects can be deleted."""

from collections.abc import Iterator

from flowforge_filestore.index.accounting import discard, drop_upload, release, release_content
from flowforge_filestore.index.audit import note
from flowforge_filestore.index.records import FileRecord, Upload, due_key, file_key, now_ms, upload_key
from flowforge_filestore.index.transactions import FileIndex, Transaction

BATCH = 200


class Expiry:
    """Every file and upload has one entry under the time at which it must be checked."""

    def __init__(self, index: FileIndex, *, remember_ms: int, discard_ms: int) -> None:
        self._index = index
        self._remember_ms = remember_ms
        self._discard_ms = discard_ms

    def sweep(self) -> list[bool]:
        """Check up to BATCH due entries. Return for each whether a file or upload was removed."""
        return [self._settle(moment, subject) for moment, subject in self._due("due:")]

    def discards(self) -> list[tuple[str, str]]:
        """Return the key and the name of objects that can be deleted."""
        return [(f"discard:{moment:014d}:{name}", name) for moment, name in self._due("discard:")]

    def forget(self, keys: list[str]) -> None:
        """Delete the entries of deleted objects."""

        def work(transaction: Transaction) -> None:
            for key in keys:
                transaction.delete(key)

        self._index.transact(work)

    def _due(self, prefix: str) -> Iterator[tuple[int, str]]:
        for key in self._index.scan(prefix, limit=BATCH):
            moment, _, subject = key.removeprefix(prefix).partition(":")
            if int(moment) > now_ms():
                return
            yield int(moment), subject

    def _settle(self, moment: int, subject: str) -> bool:
        def work(transaction: Transaction) -> bool:
            transaction.delete(due_key(moment, subject))
            record = FileRecord.read(transaction, file_key(subject))
            if record is not None:
                return self._settle_file(transaction, record)
            upload = Upload.read(transaction, upload_key(subject))
            if upload is None:
                return False
            discard(transaction, (name for name, _ in upload.objects), now_ms())
            release(transaction, upload)
            drop_upload(transaction, upload)
            return True

        return self._index.transact(work)

    def _settle_file(self, transaction: Transaction, record: FileRecord) -> bool:
        """Keep a leased file, mark a file as expired, or delete the record of an expired one."""
        moment = now_ms()
        if record.state == "live" and record.kept_until_ms > moment:
            transaction.put(due_key(record.kept_until_ms, record.file_id), b"")
            return False
        if record.state != "live":
            transaction.delete(file_key(record.file_id))
            return False
        release_content(transaction, record, moment + self._discard_ms)
        note(transaction, record.consumer, "file.expired", record.file_id)
        record.state, record.leases = "expired", {}
        transaction.put(file_key(record.file_id), record.pack())
        transaction.put(due_key(moment + self._remember_ms, record.file_id), b"")
        return True
