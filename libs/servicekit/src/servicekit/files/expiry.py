"""What the sweeper asks and tells: what is due, and what may be thrown away."""

from collections.abc import Iterator

from servicekit.files.accounts import discard, drop_upload, give_up_content, release
from servicekit.files.ledger import Ledger, Transaction
from servicekit.files.records import Record, Upload, due_key, file_key, now_ms, upload_key

BATCH = 200


class Expiry:
    """Every file and upload has one entry under the moment when it must be looked at again."""

    def __init__(self, ledger: Ledger, *, remember_ms: int, discard_ms: int) -> None:
        self._ledger = ledger
        self._remember_ms = remember_ms
        self._discard_ms = discard_ms

    def sweep(self) -> list[bool]:
        """Look at what is due, BATCH entries at the most; tell of each whether a file or upload went."""
        return [self._settle(moment, subject) for moment, subject in self._due("due:")]

    def discards(self) -> list[tuple[str, str]]:
        """Return the key and the name of objects that may go."""
        return [(f"discard:{moment:014d}:{name}", name) for moment, name in self._due("discard:")]

    def forget(self, keys: list[str]) -> None:
        """Forget objects that were deleted."""

        def work(transaction: Transaction) -> None:
            for key in keys:
                transaction.delete(key)

        self._ledger.transact(work)

    def _due(self, prefix: str) -> Iterator[tuple[int, str]]:
        for key in self._ledger.scan(prefix, limit=BATCH):
            moment, _, subject = key.removeprefix(prefix).partition(":")
            if int(moment) > now_ms():
                return
            yield int(moment), subject

    def _settle(self, moment: int, subject: str) -> bool:
        def work(transaction: Transaction) -> bool:
            transaction.delete(due_key(moment, subject))
            record = Record.read(transaction, file_key(subject))
            if record is not None:
                return self._settle_file(transaction, record)
            upload = Upload.read(transaction, upload_key(subject))
            if upload is None:
                return False
            discard(transaction, (name for name, _ in upload.objects), now_ms())
            release(transaction, upload)
            drop_upload(transaction, upload)
            return True

        return self._ledger.transact(work)

    def _settle_file(self, transaction: Transaction, record: Record) -> bool:
        """Let a leased file be, remember an expired one for a while, forget a remembered one."""
        moment = now_ms()
        if record.state == "live" and record.kept_until_ms > moment:
            transaction.put(due_key(record.kept_until_ms, record.file_id), b"")
            return False
        if record.state != "live":
            transaction.delete(file_key(record.file_id))
            return False
        give_up_content(transaction, record, moment + self._discard_ms)
        record.state, record.leases = "expired", {}
        transaction.put(file_key(record.file_id), record.pack())
        transaction.put(due_key(moment + self._remember_ms, record.file_id), b"")
        return True
