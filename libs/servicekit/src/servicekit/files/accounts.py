"""Steps of a transaction that files, uploads and the sweeper share: usage, content and its objects."""

from collections.abc import Iterable, Sequence

from servicekit.files.errors import QuotaExceeded
from servicekit.files.ledger import Transaction
from servicekit.files.records import (
    Content,
    Record,
    Upload,
    Usage,
    content_key,
    discard_key,
    due_key,
    file_key,
    shelf_key,
    upload_key,
    usage_key,
)

LATE_MS = 3_600_000  # an object planned for an upload outlives the upload's deadline by so much


def reserve(transaction: Transaction, upload: Upload, count: int, quota: int) -> None:
    """Hold *count* more bytes of the consumer's quota for *upload*. Raises QuotaExceeded."""
    usage = usage_of(transaction, upload.consumer)
    used = usage.bytes + usage.reserved
    if used + count > quota:
        raise QuotaExceeded(quota=quota, used=used, wanted=count)
    usage.reserved += count
    upload.reserved += count
    transaction.put(usage_key(upload.consumer), usage.pack())


def usage_of(transaction: Transaction, consumer_id: str) -> Usage:
    return Usage.read(transaction, usage_key(consumer_id)) or Usage()


def keep(transaction: Transaction, record: Record, *, bytes_reserved: int) -> None:
    """Write a new file's record and count it; what was reserved for it is free again."""
    usage = usage_of(transaction, record.consumer)
    usage.reserved -= bytes_reserved
    usage.bytes += record.size
    usage.files += 1
    transaction.put(usage_key(record.consumer), usage.pack())
    transaction.put(file_key(record.file_id), record.pack())
    transaction.put(shelf_key(record.consumer, record.file_id), b"")
    transaction.put(due_key(record.expires_ms, record.file_id), b"")


def share_content(transaction: Transaction, record: Record, objects: Sequence[tuple[str, int]]) -> None:
    """Let a new file have *objects*, or content that its consumer has already: *objects* go then."""
    key = content_key(record.consumer, record.sha256)
    content = Content.read(transaction, key)
    if content is None:
        content = Content(objects=list(objects), references=1)
    else:
        content.references += 1
        discard(transaction, (name for name, _ in objects), record.created_ms)
    transaction.put(key, content.pack())


def give_up_content(transaction: Transaction, record: Record, discard_ms: int) -> None:
    """Take a file off its consumer's shelf and account; with the last of its files, content goes too."""
    usage = usage_of(transaction, record.consumer)
    usage.bytes -= record.size
    usage.files -= 1
    transaction.put(usage_key(record.consumer), usage.pack())
    transaction.delete(shelf_key(record.consumer, record.file_id))
    key = content_key(record.consumer, record.sha256)
    content = Content.read(transaction, key)
    if content is None:
        return
    content.references -= 1
    if content.references > 0:
        transaction.put(key, content.pack())
        return
    transaction.delete(key)
    discard(transaction, (name for name, _ in content.objects), discard_ms)


def drop_upload(transaction: Transaction, upload: Upload) -> None:
    """Forget an upload, whether it became a file or not; its objects are the caller's to keep or discard."""
    transaction.delete(upload_key(upload.file_id))
    transaction.delete(due_key(upload.deadline_ms, upload.file_id))


def release(transaction: Transaction, upload: Upload) -> None:
    usage = usage_of(transaction, upload.consumer)
    usage.reserved -= upload.reserved
    transaction.put(usage_key(upload.consumer), usage.pack())


def discard(transaction: Transaction, names: Iterable[str], moment_ms: int) -> None:
    for name in names:
        transaction.put(discard_key(moment_ms, name), b"")


def plan(transaction: Transaction, upload: Upload, name: str) -> None:
    """Note that object *name* is about to be written: a crash leaves a note, never a lost object."""
    discard(transaction, [name], upload.deadline_ms + LATE_MS)


def unplan(transaction: Transaction, upload: Upload, names: Iterable[str]) -> None:
    for name in names:
        transaction.delete(discard_key(upload.deadline_ms + LATE_MS, name))
