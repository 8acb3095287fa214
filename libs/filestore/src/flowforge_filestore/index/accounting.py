"""Steps of transactions that files, uploads and the sweeper share: usage, content and its objects."""

from collections.abc import Iterable, Sequence

from flowforge_filestore.index.audit import note
from flowforge_filestore.index.records import (
    Content,
    FileRecord,
    Upload,
    Usage,
    content_key,
    discard_key,
    due_key,
    file_key,
    owned_key,
    upload_key,
    usage_key,
)
from flowforge_filestore.index.transactions import Transaction
from servicekit.ports.file_errors import QuotaExceeded

LATE_MS = 3_600_000  # a pending object outlives the deadline of its upload by so much


def reserve(transaction: Transaction, upload: Upload, count: int, quota: int) -> None:
    """Reserve *count* more bytes of the consumer's quota for *upload*. Raises QuotaExceeded."""
    usage = usage_of(transaction, upload.consumer)
    used = usage.bytes + usage.reserved
    if used + count > quota:
        raise QuotaExceeded(quota=quota, used=used, wanted=count)
    usage.reserved += count
    upload.reserved += count
    transaction.put(usage_key(upload.consumer), usage.pack())


def usage_of(transaction: Transaction, consumer_id: str) -> Usage:
    return Usage.read(transaction, usage_key(consumer_id)) or Usage()


def keep(transaction: Transaction, record: FileRecord, *, bytes_reserved: int) -> None:
    """Write the record of a new file, count it, and release what was reserved for it."""
    usage = usage_of(transaction, record.consumer)
    usage.reserved -= bytes_reserved
    usage.bytes += record.size
    usage.files += 1
    transaction.put(usage_key(record.consumer), usage.pack())
    transaction.put(file_key(record.file_id), record.pack())
    transaction.put(owned_key(record.consumer, record.file_id), b"")
    transaction.put(due_key(record.expires_ms, record.file_id), b"")
    note(
        transaction, record.consumer, "file.created", record.file_id, bytes=record.size, sha256=record.sha256
    )


def share_content(transaction: Transaction, record: FileRecord, objects: Sequence[tuple[str, int]]) -> None:
    """Assign *objects* to a new file, or reuse identical content of its consumer and discard *objects*."""
    key = content_key(record.consumer, record.sha256)
    content = Content.read(transaction, key)
    if content is None:
        content = Content(objects=list(objects), references=1)
    else:
        content.references += 1
        discard(transaction, (name for name, _ in objects), record.created_ms)
    transaction.put(key, content.pack())


def release_content(transaction: Transaction, record: FileRecord, discard_ms: int) -> None:
    """Remove a file from its consumer's list and usage, and its content if no other file shares it."""
    usage = usage_of(transaction, record.consumer)
    usage.bytes -= record.size
    usage.files -= 1
    transaction.put(usage_key(record.consumer), usage.pack())
    transaction.delete(owned_key(record.consumer, record.file_id))
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
    """Delete the record of an upload. The caller keeps or discards its objects."""
    transaction.delete(upload_key(upload.file_id))
    transaction.delete(due_key(upload.deadline_ms, upload.file_id))


def release(transaction: Transaction, upload: Upload) -> None:
    usage = usage_of(transaction, upload.consumer)
    usage.reserved -= upload.reserved
    transaction.put(usage_key(upload.consumer), usage.pack())


def discard(transaction: Transaction, names: Iterable[str], moment_ms: int) -> None:
    for name in names:
        transaction.put(discard_key(moment_ms, name), b"")


def note_pending(transaction: Transaction, upload: Upload, name: str) -> None:
    """Note that object *name* is about to be written, so that no crash leaves an unknown object."""
    discard(transaction, [name], upload.deadline_ms + LATE_MS)


def clear_pending(transaction: Transaction, upload: Upload, names: Iterable[str]) -> None:
    for name in names:
        transaction.delete(discard_key(upload.deadline_ms + LATE_MS, name))
