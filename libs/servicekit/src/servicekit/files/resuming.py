"""Uploads in several requests, or under an address given out beforehand: what arrived is never sent twice."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from servicekit.errors import ChecksumMismatch
from servicekit.files.errors import PartUnfinished, UnknownUpload, UploadMoved, UploadTooLong
from servicekit.files.holding import Room
from servicekit.files.intents import Intents, is_finished_part
from servicekit.files.naming import safe_name
from servicekit.files.objects import Objects
from servicekit.files.receiving import HOUR_MS, Owner, Receiver, Run
from servicekit.files.records import Record, Upload, UploadKind, new_file_id, now_ms
from servicekit.files.settings import FileSettings
from servicekit.files.sniffing import HEAD_BYTES, media_type_of
from servicekit.files.writing import ObjectWriter


class Checksum(Protocol):
    """A hash under way, as of hashlib."""

    def update(self, piece: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Expected:
    """The checksum that a piece was announced with."""

    started: Checksum
    digest: bytes


@dataclass(frozen=True, slots=True)
class Told:
    """What the sender tells of a file beforehand: what its content shows wins over the media type."""

    name: str | None
    media_type: str
    metadata: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an upload is; `record` is there when it has become a file."""

    upload_id: str
    offset: int
    length: int | None
    deadline_ms: int
    record: Record | None = None
    kind: UploadKind = "resumable"
    metadata: str = ""


class Uploads:
    """Unfinished uploads. Their id is that of the file that they will be; they survive a restart.

    Every request that brings bytes makes one object of them. The content of the file is the list of its
    objects: nothing is copied when the last one arrives.
    """

    def __init__(
        self, settings: FileSettings, receiver: Receiver, objects: Objects, intents: Intents, run: Run
    ) -> None:
        self._settings = settings
        self._receiver = receiver
        self._objects = objects
        self._intents = intents
        self._run = run

    async def begin(
        self,
        owner: Owner,
        told: Told,
        *,
        length: int | None,
        limit: int,
        hours: float | None = None,
        kind: UploadKind = "resumable",
    ) -> Upload:
        """Begin an upload of *length* bytes, of up to *limit* where it is unknown.

        Raises UploadTooLong and QuotaExceeded.
        """
        if length is not None and length > limit:
            raise UploadTooLong
        upload = self._new(owner, told, hours)
        upload.kind, upload.length = kind, length
        upload.limit = limit if length is None else length
        quota = self._settings.quota_of(owner.tier)
        await self._run(self._intents.begin, upload, reserved=length or 0, quota=quota, with_object=False)
        return upload

    async def find(self, consumer_id: str, upload_id: str) -> Upload:
        """Return an unfinished resumable upload, or part of one. Raises UnknownUpload or UploadExpired."""
        found: Upload = await self._run(self._intents.find, consumer_id, upload_id)
        if found.kind == "direct":
            raise UnknownUpload(upload_id=upload_id)
        return found

    async def find_direct(self, upload_id: str) -> Upload:
        """Return a direct upload of anybody: the caller has checked a signature. Raises as `find` does."""
        found: Upload = await self._run(self._intents.find, None, upload_id)
        if found.kind != "direct":
            raise UnknownUpload(upload_id=upload_id)
        return found

    async def announce(self, upload: Upload, length: int) -> Upload:
        """Set the length of an upload that came without.

        Raises UploadLengthKnown, UploadTooLong and QuotaExceeded.
        """
        quota = self._settings.quota_of(upload.tier)
        announced: Upload = await self._run(self._intents.announce, upload.file_id, length, quota)
        return announced

    async def join(
        self, owner: Owner, part_ids: Sequence[str], told: Told, *, hours: float | None = None
    ) -> Progress:
        """Make one file of finished parts, in their order. Nothing is copied, and the parts are gone then.

        Raises UnknownUpload, UploadExpired and PartUnfinished.
        """
        whole = self._new(owner, told, hours)
        for part_id in part_ids:
            part = await self.find(owner.consumer_id, part_id)
            if not is_finished_part(part):
                raise PartUnfinished(upload_id=part_id)
            whole.objects += part.objects
            whole.offset += part.offset
        digest, head = await self._digest(whole)
        media_type = media_type_of(head, whole.media_type, whole.name)
        record: Record = await self._run(self._intents.join, whole, part_ids, digest, media_type)
        whole.length = whole.offset
        return _progress(whole, record)

    async def append(
        self, upload: Upload, at: int, pieces: AsyncIterator[bytes], expected: Expected | None = None
    ) -> Progress:
        """Take *pieces* as the bytes from *at*; the last ones make it a file.

        What arrived before the sender went away is kept, unless a checksum was announced for the whole.
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
                await self._give_up(upload, writer)
            raise
        except BaseException:
            await self._give_up(upload, writer)
            raise
        return await self.settle(await self._advance(upload, at, writer))

    async def settle(self, upload: Upload) -> Progress:
        """Make the upload a file if all its bytes are there; tell how far it is."""
        if upload.length != upload.offset or upload.kind == "part":
            return _progress(upload)
        digest, head = await self._digest(upload)
        record: Record = await self._run(
            self._intents.finish,
            upload.file_id,
            [],
            digest,
            name=upload.name,
            media_type=media_type_of(head, upload.media_type, upload.name),
            kept_ms=upload.kept_ms,
        )
        return _progress(upload, record)

    async def take(self, upload: Upload, pieces: AsyncIterator[bytes], *, expected: int) -> Record:
        """Take an upload in one go, of *expected* bytes, 0 where that is not known.

        Cut off, it keeps nothing and may be tried anew.

        Raises UploadTooLong and QuotaExceeded.
        """
        writer = self._writer(upload, expected)
        try:
            async for piece in pieces:
                await writer.write(piece)
            digest = await writer.finish()
        except BaseException:
            await self._give_up(upload, writer)
            await self._run(self._intents.let_go, upload.file_id)
            raise
        record: Record = await self._run(
            self._intents.finish,
            upload.file_id,
            writer.written,
            digest,
            name=upload.name,
            media_type=media_type_of(writer.head, upload.media_type, upload.name),
            kept_ms=upload.kept_ms,
        )
        return record

    async def abandon(self, upload: Upload) -> None:
        """Give an upload up, with all that arrived."""
        await self._run(self._intents.abandon, upload.file_id)

    def _new(self, owner: Owner, told: Told, hours: float | None) -> Upload:
        kept = self._settings.hours_of(owner.tier)
        return Upload(
            file_id=new_file_id(),
            consumer=owner.consumer_id,
            tier=owner.tier,
            name=safe_name(told.name),
            media_type=told.media_type,
            kept_ms=int(min(kept, hours or kept) * HOUR_MS),
            deadline_ms=now_ms() + int(self._settings.upload_hours * HOUR_MS),
            metadata=told.metadata,
        )

    def _writer(self, upload: Upload, expected: int = 0) -> ObjectWriter:
        room = Room(self._intents, self._run, self._settings.quota_of(upload.tier))

        async def prepare(size: int, *, named: bool) -> str:
            await room.hold(upload, upload.offset + max(size, expected))
            name: str = await self._run(self._intents.plan, upload.file_id) if named else ""
            return name

        limit = upload.limit - upload.offset
        return self._receiver.writer(prepare, limit=limit, too_large=UploadTooLong)

    async def _advance(self, upload: Upload, at: int, writer: ObjectWriter) -> Upload:
        if writer.size == 0:
            await self._give_up(upload, writer)
            return upload
        try:
            await writer.finish()
            advanced: Upload = await self._run(self._intents.advance, upload.file_id, at, writer.written)
        except BaseException:
            await self._give_up(upload, writer)
            raise
        return advanced

    async def _give_up(self, upload: Upload, writer: ObjectWriter) -> None:
        await writer.abandon()
        if writer.names:
            await self._run(self._intents.give_up, upload.file_id, writer.names)

    async def _digest(self, upload: Upload) -> tuple[str, bytes]:
        """Return the SHA-256 of the whole and its first bytes: a hash under way survives no restart."""
        digest, head = hashlib.sha256(), b""
        for name, size in upload.objects:
            async for piece in self._objects.read(name, size, 0, size):
                if len(head) < HEAD_BYTES:
                    head += piece[: HEAD_BYTES - len(head)]
                await self._run(digest.update, piece)
        return digest.hexdigest(), head


def _progress(upload: Upload, record: Record | None = None) -> Progress:
    return Progress(
        upload.file_id,
        upload.offset,
        upload.length,
        upload.deadline_ms,
        record,
        upload.kind,
        upload.metadata,
    )


async def _take(writer: ObjectWriter, pieces: AsyncIterator[bytes], expected: Expected | None) -> None:
    async for piece in pieces:
        if expected is not None:
            expected.started.update(piece)
        await writer.write(piece)
    if expected is not None and expected.started.digest() != expected.digest:
        raise ChecksumMismatch
