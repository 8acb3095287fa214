"""Records of uploads: created with quota reserved, appended to, and turned into a file in one transaction."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from flowforge_filestore.errors import (
    PartUnfinished,
    UnknownUpload,
    UploadExpired,
    UploadInTooManyPieces,
    UploadLengthKnown,
    UploadMoved,
    UploadTooLong,
)
from flowforge_filestore.index.accounting import (
    clear_pending,
    discard,
    drop_upload,
    keep,
    note_pending,
    release,
    reserve,
    share_content,
)
from flowforge_filestore.index.records import (
    FileRecord,
    Upload,
    due_key,
    is_file_id,
    now_ms,
    upload_key,
)
from flowforge_filestore.index.transactions import FileIndex, Transaction

T = TypeVar("T")
MOST_PIECES = 10_000
_SHOWN = 100


class UploadRepository:
    """Uploads in a ledger.

    The name of an object is noted before it is written, and the note is deleted in the transaction that uses
    the object: whatever happens in between, the sweeper knows the object.
    """

    def __init__(self, index: FileIndex, new_name: Callable[[], str]) -> None:
        self._index = index
        self._new_name = new_name

    def begin(self, upload: Upload, *, reserved: int, quota: int, with_object: bool) -> str:
        """Record a new upload. Return the name of its first object, or "". Raises QuotaExceeded."""
        name = self._new_name() if with_object else ""
        whole = upload.reserved

        def work(transaction: Transaction) -> str:
            upload.reserved = whole  # the work may run again
            reserve(transaction, upload, reserved, quota)
            transaction.put(upload_key(upload.file_id), upload.pack())
            transaction.put(due_key(upload.deadline_ms, upload.file_id), b"")
            if name:
                note_pending(transaction, upload, name)
            return name

        return self._index.transact(work)

    def find(self, consumer_id: str | None, upload_id: str) -> Upload:
        """Return an unfinished upload. Raises UnknownUpload or UploadExpired."""
        value = self._index.read([upload_key(upload_id)])[0] if is_file_id(upload_id) else None
        return _open(None if value is None else Upload.unpack(value), consumer_id, upload_id)

    def announce(self, upload_id: str, length: int, quota: int) -> Upload:
        """Set the length of an upload created without one. Raises UploadLengthKnown and QuotaExceeded."""

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
        """Reserve *count* more bytes of the quota. Raises QuotaExceeded."""

        def work(transaction: Transaction, upload: Upload) -> None:
            reserve(transaction, upload, count, quota)
            transaction.put(upload_key(upload_id), upload.pack())

        self._change(upload_id, work)

    def release_reservation(self, upload_id: str) -> None:
        """Release the quota of an upload that will be sent again from its beginning."""

        def work(transaction: Transaction, upload: Upload) -> None:
            release(transaction, upload)
            upload.reserved = 0
            transaction.put(upload_key(upload_id), upload.pack())

        self._change(upload_id, work)

    def note_pending(self, upload_id: str) -> str:
        """Note the next object of an upload and return its name. Raises UploadInTooManyPieces."""
        name = self._new_name()

        def work(transaction: Transaction, upload: Upload) -> str:
            if len(upload.objects) >= MOST_PIECES:
                raise UploadInTooManyPieces(limit=MOST_PIECES)
            note_pending(transaction, upload, name)
            return name

        return self._change(upload_id, work)

    def discard_objects(self, upload_id: str, names: Sequence[str]) -> None:
        """Discard pending objects. The upload itself stays."""

        def work(transaction: Transaction) -> None:
            upload = Upload.read(transaction, upload_key(upload_id))
            if upload is not None:
                clear_pending(transaction, upload, names)
            discard(transaction, names, now_ms())

        self._index.transact(work)

    def advance(self, upload_id: str, at: int, written: Sequence[tuple[str, int]]) -> Upload:
        """Append objects that begin at offset *at*. Raises UploadMoved if the offset has changed."""

        def work(transaction: Transaction, upload: Upload) -> Upload:
            if upload.offset != at:
                raise UploadMoved(offset=upload.offset, given=at)
            upload.objects += written
            upload.offset += sum(size for _, size in written)
            clear_pending(transaction, upload, [name for name, _ in written])
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
    ) -> FileRecord:
        """Turn the upload into a file: of the objects appended before, then the pending objects *written*.

        Content that the consumer has already is shared, and what was written is discarded. Everything happens
        in one transaction: of two identical uploads the second finds the content of the first, and content
        whose last file is deleted is never found again.
        """

        def work(transaction: Transaction, upload: Upload) -> FileRecord:
            upload.objects += written
            clear_pending(transaction, upload, [other for other, _ in written])
            drop_upload(transaction, upload)
            record = _record_of(upload, sha256, name=name, media_type=media_type, kept_ms=kept_ms)
            share_content(transaction, record, upload.objects)
            keep(transaction, record, bytes_reserved=upload.reserved)
            return record

        return self._change(upload_id, work)

    def join(self, whole: Upload, part_ids: Sequence[str], sha256: str, media_type: str) -> FileRecord:
        """Join finished parts, whose objects *whole* has, to one file. The parts are deleted.

        Raises UnknownUpload, UploadExpired and PartUnfinished.
        """

        def work(transaction: Transaction) -> FileRecord:
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

        return self._index.transact(work)

    def cancel(self, upload_id: str, *names: str) -> bool:
        """Delete an upload and discard its objects and *names*. Return whether it existed."""

        def work(transaction: Transaction) -> bool:
            upload = Upload.read(transaction, upload_key(upload_id))
            discard(transaction, names, now_ms())
            if upload is None:
                return False
            clear_pending(transaction, upload, names)
            discard(transaction, (name for name, _ in upload.objects), now_ms())
            release(transaction, upload)
            drop_upload(transaction, upload)
            return True

        return self._index.transact(work)

    def _change(self, upload_id: str, work: Callable[[Transaction, Upload], T]) -> T:
        def whole(transaction: Transaction) -> T:
            found = Upload.read(transaction, upload_key(upload_id))
            return work(transaction, _open(found, None, upload_id))

        return self._index.transact(whole)


def is_finished_part(upload: Upload) -> bool:
    return upload.kind == "part" and upload.offset == upload.length


def _record_of(upload: Upload, sha256: str, *, name: str, media_type: str, kept_ms: int) -> FileRecord:
    moment = now_ms()
    return FileRecord(
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
