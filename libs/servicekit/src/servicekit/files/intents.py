"""Uploads: begun with room reserved, grown piece by piece, and made a file in one transaction."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from servicekit.files.accounts import (
    discard,
    drop_upload,
    keep,
    plan,
    release,
    reserve,
    share_content,
    unplan,
)
from servicekit.files.errors import (
    PartUnfinished,
    UnknownUpload,
    UploadExpired,
    UploadInTooManyPieces,
    UploadLengthKnown,
    UploadMoved,
    UploadTooLong,
)
from servicekit.files.ledger import Ledger, Transaction
from servicekit.files.records import (
    Record,
    Upload,
    due_key,
    is_file_id,
    now_ms,
    upload_key,
)

T = TypeVar("T")
MOST_PIECES = 10_000
_SHOWN = 100


class Intents:
    """Uploads in a ledger.

    An object's name is noted before it is written, and the note goes in the transaction that takes the object
    up: whatever happens in between, the sweeper knows of the object.
    """

    def __init__(self, ledger: Ledger, new_name: Callable[[], str]) -> None:
        self._ledger = ledger
        self._new_name = new_name

    def begin(self, upload: Upload, *, reserved: int, quota: int, with_object: bool) -> str:
        """Keep a new upload; return the name of its first object, "" without one. Raises QuotaExceeded."""
        name = self._new_name() if with_object else ""
        whole = upload.reserved

        def work(transaction: Transaction) -> str:
            upload.reserved = whole  # the work may run again
            reserve(transaction, upload, reserved, quota)
            transaction.put(upload_key(upload.file_id), upload.pack())
            transaction.put(due_key(upload.deadline_ms, upload.file_id), b"")
            if name:
                plan(transaction, upload, name)
            return name

        return self._ledger.transact(work)

    def find(self, consumer_id: str | None, upload_id: str) -> Upload:
        """Return an unfinished upload. Raises UnknownUpload or UploadExpired."""
        value = self._ledger.read([upload_key(upload_id)])[0] if is_file_id(upload_id) else None
        return _open(None if value is None else Upload.unpack(value), consumer_id, upload_id)

    def announce(self, upload_id: str, length: int, quota: int) -> Upload:
        """Set the length of an upload that came without. Raises UploadLengthKnown and QuotaExceeded."""

        def work(transaction: Transaction, upload: Upload) -> Upload:
            if upload.length is not None and upload.length != length:
                raise UploadLengthKnown(length=upload.length)
            if not upload.offset <= length <= upload.limit:
                raise UploadTooLong
            reserve(transaction, upload, max(length - upload.reserved, 0), quota)
            upload.length = upload.limit = length
            transaction.put(upload_key(upload_id), upload.pack())
            return upload

        return self._change(upload_id, work)

    def reserve(self, upload_id: str, count: int, quota: int) -> None:
        """Hold *count* more bytes of the quota. Raises QuotaExceeded."""

        def work(transaction: Transaction, upload: Upload) -> None:
            reserve(transaction, upload, count, quota)
            transaction.put(upload_key(upload_id), upload.pack())

        self._change(upload_id, work)

    def let_go(self, upload_id: str) -> None:
        """Free what an upload holds of the quota: it will be tried anew from its beginning."""

        def work(transaction: Transaction, upload: Upload) -> None:
            release(transaction, upload)
            upload.reserved = 0
            transaction.put(upload_key(upload_id), upload.pack())

        self._change(upload_id, work)

    def plan(self, upload_id: str) -> str:
        """Note the next object of an upload and return its name. Raises UploadInTooManyPieces."""
        name = self._new_name()

        def work(transaction: Transaction, upload: Upload) -> str:
            if len(upload.objects) >= MOST_PIECES:
                raise UploadInTooManyPieces(limit=MOST_PIECES)
            plan(transaction, upload, name)
            return name

        return self._change(upload_id, work)

    def give_up(self, upload_id: str, names: Sequence[str]) -> None:
        """Throw planned objects away that no file will have; the upload itself stays."""

        def work(transaction: Transaction) -> None:
            upload = Upload.read(transaction, upload_key(upload_id))
            if upload is not None:
                unplan(transaction, upload, names)
            discard(transaction, names, now_ms())

        self._ledger.transact(work)

    def advance(self, upload_id: str, at: int, written: Sequence[tuple[str, int]]) -> Upload:
        """Append objects that begin at byte *at*. Raises UploadMoved if others came first."""

        def work(transaction: Transaction, upload: Upload) -> Upload:
            if upload.offset != at:
                raise UploadMoved(offset=upload.offset, given=at)
            upload.objects += written
            upload.offset += sum(size for _, size in written)
            unplan(transaction, upload, [name for name, _ in written])
            transaction.put(upload_key(upload_id), upload.pack())
            return upload

        return self._change(upload_id, work)

    def finish(
        self,
        upload_id: str,
        written: Sequence[tuple[str, int]],
        sha256: str,
        *,
        name: str,
        media_type: str,
        kept_ms: int,
    ) -> Record:
        """Make the upload a file: of *written*, planned objects, after those appended before.

        Content that the consumer has already is shared, and what was written is given up. Everything happens
        in one transaction: of two equal uploads the second finds the content of the first, and a content
        whose last file is deleted is never found again.
        """

        def work(transaction: Transaction, upload: Upload) -> Record:
            upload.objects += written
            unplan(transaction, upload, [other for other, _ in written])
            drop_upload(transaction, upload)
            record = _record_of(upload, sha256, name=name, media_type=media_type, kept_ms=kept_ms)
            share_content(transaction, record, upload.objects)
            keep(transaction, record, bytes_reserved=upload.reserved)
            return record

        return self._change(upload_id, work)

    def join(self, whole: Upload, part_ids: Sequence[str], sha256: str, media_type: str) -> Record:
        """Make a file of finished parts, whose objects *whole* has; the parts are gone then.

        Raises UnknownUpload, UploadExpired and PartUnfinished.
        """

        def work(transaction: Transaction) -> Record:
            reserved = 0
            for part_id in part_ids:
                part = _open(Upload.read(transaction, upload_key(part_id)), whole.consumer, part_id)
                if not is_finished_part(part):
                    raise PartUnfinished(upload_id=part_id)
                drop_upload(transaction, part)
                reserved += part.reserved
            record = _record_of(whole, sha256, name=whole.name, media_type=media_type, kept_ms=whole.kept_ms)
            share_content(transaction, record, whole.objects)
            keep(transaction, record, bytes_reserved=reserved)
            return record

        return self._ledger.transact(work)

    def abandon(self, upload_id: str, *names: str) -> bool:
        """Forget an upload and give up its objects and *names*; tell whether it was there."""

        def work(transaction: Transaction) -> bool:
            upload = Upload.read(transaction, upload_key(upload_id))
            discard(transaction, names, now_ms())
            if upload is None:
                return False
            unplan(transaction, upload, names)
            discard(transaction, (name for name, _ in upload.objects), now_ms())
            release(transaction, upload)
            drop_upload(transaction, upload)
            return True

        return self._ledger.transact(work)

    def _change(self, upload_id: str, work: Callable[[Transaction, Upload], T]) -> T:
        def whole(transaction: Transaction) -> T:
            found = Upload.read(transaction, upload_key(upload_id))
            return work(transaction, _open(found, None, upload_id))

        return self._ledger.transact(whole)


def is_finished_part(upload: Upload) -> bool:
    return upload.kind == "part" and upload.offset == upload.length


def _record_of(upload: Upload, sha256: str, *, name: str, media_type: str, kept_ms: int) -> Record:
    moment = now_ms()
    return Record(
        file_id=upload.file_id,
        consumer=upload.consumer,
        name=name,
        media_type=media_type,
        size=sum(size for _, size in upload.objects),
        sha256=sha256,
        created_ms=moment,
        expires_ms=moment + kept_ms,
    )


def _open(upload: Upload | None, consumer_id: str | None, upload_id: str) -> Upload:
    if upload is None or consumer_id not in (None, upload.consumer):
        raise UnknownUpload(upload_id=upload_id[:_SHOWN])
    if upload.deadline_ms <= now_ms():
        raise UploadExpired(upload_id=upload_id)
    return upload
