"""Resumable uploads in several requests, and direct uploads to a signed URL."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from flowforge_filestore.content.media_types import HEAD_BYTES, media_type_of
from flowforge_filestore.content.storage import ObjectStorage
from flowforge_filestore.content.writing import ObjectWriter
from flowforge_filestore.errors import PartUnfinished, UnknownUpload, UploadMoved, UploadTooLong
from flowforge_filestore.index.records import FileRecord, Upload, UploadKind, new_file_id, now_ms
from flowforge_filestore.index.uploads import UploadRepository, is_finished_part
from flowforge_filestore.settings import FileSettings
from flowforge_filestore.uploads.naming import safe_name
from flowforge_filestore.uploads.quota import QuotaReservation
from flowforge_filestore.uploads.receiving import HOUR_MS, FileOwner, Receiver, Run
from servicekit.errors import ChecksumMismatch


class Checksum(Protocol):
    """A running hash, as of hashlib."""

    def update(self, piece: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class ExpectedChecksum:
    """The checksum that the sender announced for a piece."""

    started: Checksum
    digest: bytes


@dataclass(frozen=True, slots=True)
class UploadMetadata:
    """Metadata that the sender declares. The media type detected from the content takes precedence.

    `raw` is the metadata as the client wrote it.
    """

    name: str | None
    media_type: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class UploadProgress:
    """Progress of an upload. `record` is set once it has become a file."""

    upload_id: str
    offset: int
    length: int | None
    deadline_ms: int
    record: FileRecord | None = None
    kind: UploadKind = "resumable"
    metadata: str = ""


class Uploads:
    """Unfinished uploads. The id of an upload is that of its future file; uploads survive a restart.

    The bytes of each request become one object. The content of the file is the list of its objects, so
    nothing is copied when the last one arrives.
    """

    def __init__(
        self,
        settings: FileSettings,
        receiver: Receiver,
        objects: ObjectStorage,
        upload_records: UploadRepository,
        run: Run,
    ) -> None:
        self._settings = settings
        self._receiver = receiver
        self._objects = objects
        self._records = upload_records
        self._run = run

    async def begin(
        self,
        owner: FileOwner,
        metadata: UploadMetadata,
        *,
        length: int | None,
        limit: int,
        hours: float | None = None,
        kind: UploadKind = "resumable",
    ) -> Upload:
        """Create an upload of *length* bytes, or of up to *limit* bytes if the length is unknown.

        Raises UploadTooLong and QuotaExceeded.
        """
        if length is not None and length > limit:
            raise UploadTooLong
        upload = self._new(owner, metadata, hours)
        upload.kind, upload.length = kind, length
        upload.limit = limit if length is None else length
        quota = self._settings.quota_of(owner.tier)
        await self._run(self._records.begin, upload, reserved=length or 0, quota=quota, with_object=False)
        return upload

    async def find(self, consumer_id: str, upload_id: str) -> Upload:
        """Return an unfinished resumable upload, or part of one. Raises UnknownUpload or UploadExpired."""
        found: Upload = await self._run(self._records.find, consumer_id, upload_id)
        if found.kind == "direct":
            raise UnknownUpload(upload_id=upload_id)
        return found

    async def find_direct(self, upload_id: str) -> Upload:
        """Return a direct upload of any consumer, whose signature was checked. Raises as `find` does."""
        found: Upload = await self._run(self._records.find, None, upload_id)
        if found.kind != "direct":
            raise UnknownUpload(upload_id=upload_id)
        return found

    async def announce(self, upload: Upload, length: int) -> Upload:
        """Set the length of an upload that was created without one.

        Raises UploadLengthKnown, UploadTooLong and QuotaExceeded.
        """
        quota = self._settings.quota_of(upload.tier)
        announced: Upload = await self._run(self._records.announce, upload.file_id, length, quota)
        return announced

    async def join(
        self,
        owner: FileOwner,
        part_ids: Sequence[str],
        metadata: UploadMetadata,
        *,
        hours: float | None = None,
    ) -> UploadProgress:
        """Join finished parts to one file, in their order. Nothing is copied; the parts are deleted.

        Raises UnknownUpload, UploadExpired and PartUnfinished.
        """
        whole = self._new(owner, metadata, hours)
        for part_id in part_ids:
            part = await self.find(owner.consumer_id, part_id)
            if not is_finished_part(part):
                raise PartUnfinished(upload_id=part_id)
            whole.objects += part.objects
            whole.offset += part.offset
        digest, head = await self._digest(whole)
        media_type = media_type_of(head, whole.media_type, whole.name)
        record: FileRecord = await self._run(self._records.join, whole, part_ids, digest, media_type)
        whole.length = whole.offset
        return _progress(whole, record)

    async def append(
        self, upload: Upload, at: int, pieces: AsyncIterator[bytes], expected: ExpectedChecksum | None = None
    ) -> UploadProgress:
        """Append *pieces* at offset *at*. The upload becomes a file when it is complete.

        What arrived before the connection closed is kept, unless a checksum was announced for the request.
        Raises UploadMoved, UploadTooLong, ChecksumMismatch, and what reading *pieces* raises.
        """
        if at != upload.offset:
            raise UploadMoved(offset=upload.offset, given=at)
        writer = self._writer(upload)
        try:
            await _take(writer, pieces, expected)
        except Exception:
            if expected is None and 0 < writer.size <= upload.limit - at:
                await self._advance(upload, at, writer)
            else:
                await self._discard(upload, writer)
            raise
        except BaseException:
            await self._discard(upload, writer)
            raise
        return await self.settle(await self._advance(upload, at, writer))

    async def settle(self, upload: Upload) -> UploadProgress:
        """Turn a complete upload into a file, and return the progress."""
        if upload.length != upload.offset or upload.kind == "part":
            return _progress(upload)
        digest, head = await self._digest(upload)
        record: FileRecord = await self._run(
            self._records.finish,
            upload.file_id,
            [],
            digest,
            name=upload.name,
            media_type=media_type_of(head, upload.media_type, upload.name),
            kept_ms=upload.kept_ms,
        )
        return _progress(upload, record)

    async def take(self, upload: Upload, pieces: AsyncIterator[bytes], *, expected: int) -> FileRecord:
        """Receive a whole upload in one request, of *expected* bytes, 0 if unknown.

        If it fails, nothing is kept and it can be sent again.

        Raises UploadTooLong and QuotaExceeded.
        """
        writer = self._writer(upload, expected)
        try:
            async for piece in pieces:
                await writer.write(piece)
            digest = await writer.finish()
        except BaseException:
            await self._discard(upload, writer)
            await self._run(self._records.release_reservation, upload.file_id)
            raise
        record: FileRecord = await self._run(
            self._records.finish,
            upload.file_id,
            writer.written,
            digest,
            name=upload.name,
            media_type=media_type_of(writer.head, upload.media_type, upload.name),
            kept_ms=upload.kept_ms,
        )
        return record

    async def cancel(self, upload: Upload) -> None:
        """Delete an upload and the bytes received."""
        await self._run(self._records.cancel, upload.file_id)

    def _new(self, owner: FileOwner, metadata: UploadMetadata, hours: float | None) -> Upload:
        kept = self._settings.hours_of(owner.tier)
        return Upload(
            file_id=new_file_id(),
            consumer=owner.consumer_id,
            tier=owner.tier,
            name=safe_name(metadata.name),
            media_type=metadata.media_type,
            kept_ms=int(min(kept, hours or kept) * HOUR_MS),
            deadline_ms=now_ms() + int(self._settings.upload_hours * HOUR_MS),
            metadata=metadata.raw,
        )

    def _writer(self, upload: Upload, expected: int = 0) -> ObjectWriter:
        reservation = QuotaReservation(self._records, self._run, self._settings.quota_of(upload.tier))

        async def prepare(size: int, *, named: bool) -> str:
            await reservation.extend_to(upload, upload.offset + max(size, expected))
            name: str = await self._run(self._records.note_pending, upload.file_id) if named else ""
            return name

        limit = upload.limit - upload.offset
        return self._receiver.writer(prepare, limit=limit, too_large=UploadTooLong)

    async def _advance(self, upload: Upload, at: int, writer: ObjectWriter) -> Upload:
        if writer.size == 0:
            await self._discard(upload, writer)
            return upload
        try:
            await writer.finish()
            advanced: Upload = await self._run(self._records.advance, upload.file_id, at, writer.written)
        except BaseException:
            await self._discard(upload, writer)
            raise
        return advanced

    async def _discard(self, upload: Upload, writer: ObjectWriter) -> None:
        await writer.cancel()
        if writer.names:
            await self._run(self._records.discard_objects, upload.file_id, writer.names)

    async def _digest(self, upload: Upload) -> tuple[str, bytes]:
        """Return the SHA-256 and the first bytes: a running hash would not survive a restart."""
        digest, head = hashlib.sha256(), b""
        for name, size in upload.objects:
            async for piece in self._objects.read(name, size, 0, size):
                if len(head) < HEAD_BYTES:
                    head += piece[: HEAD_BYTES - len(head)]
                await self._run(digest.update, piece)
        return digest.hexdigest(), head


def _progress(upload: Upload, record: FileRecord | None = None) -> UploadProgress:
    return UploadProgress(
        upload.file_id,
        upload.offset,
        upload.length,
        upload.deadline_ms,
        record,
        upload.kind,
        upload.metadata,
    )


async def _take(
    writer: ObjectWriter, pieces: AsyncIterator[bytes], expected: ExpectedChecksum | None
) -> None:
    async for piece in pieces:
        if expected is not None:
            expected.started.update(piece)
        await writer.write(piece)
    if expected is not None and expected.started.digest() != expected.digest:
        raise ChecksumMismatch
