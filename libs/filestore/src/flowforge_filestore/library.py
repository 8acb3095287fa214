"""The file store as services use it: save, find, read, list, sign and delete files."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from contextvars import copy_context
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from flowforge_filestore.content.media_types import HEAD_BYTES, media_type_of
from flowforge_filestore.content.storage import ObjectStorage
from flowforge_filestore.errors import UploadTooLong
from flowforge_filestore.index.audit import FileEvents
from flowforge_filestore.index.files import FileRepository, Page
from flowforge_filestore.index.records import FileRecord, Upload, Usage, new_file_id, now_ms
from flowforge_filestore.index.transactions import FileIndex
from flowforge_filestore.index.uploads import UploadRepository
from flowforge_filestore.settings import FileSettings
from flowforge_filestore.signing import Disposition, FileGrant, Signer
from flowforge_filestore.uploads.naming import safe_name
from flowforge_filestore.uploads.receiving import HOUR_MS, FileOwner, IncomingFile, Receiver
from flowforge_filestore.uploads.resumable import Uploads
from servicekit.errors import OperationError
from servicekit.operations.forms import FileUpload
from servicekit.operations.outputs import ContentOutput
from servicekit.ports.file_errors import QuotaExceeded
from servicekit.ports.files import FileStore, StoredFile

P = ParamSpec("P")
T = TypeVar("T")
_THREADS = 4
_READ_BYTES = 1 << 20
_END = b""
logger = logging.getLogger(__name__)


class FileLibrary(FileStore):
    """Files of all consumers. Blocking work runs on the library's own threads."""

    def __init__(
        self, settings: FileSettings, objects: ObjectStorage, index: FileIndex, signer: Signer
    ) -> None:
        self.settings = settings
        self.signer = signer
        self.objects = objects
        self.index = index
        self.events = FileEvents(index)
        self._files = FileRepository(index)
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="files")
        upload_records = UploadRepository(index, objects.new_name)
        self.receiver = Receiver(settings, objects, upload_records, self._threads, self.run)
        self.uploads = Uploads(settings, self.receiver, objects, upload_records, self.run)

    async def run(self, call: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """Run a blocking *call* on a thread of the library."""
        loop = asyncio.get_running_loop()
        context = copy_context()  # with the job that the call belongs to
        return await loop.run_in_executor(self._threads, partial(context.run, call, *arguments, **options))

    async def save(
        self, consumer_id: str, path: Path, *, tier: str, name: str, media_type: str, sha256: str
    ) -> StoredFile:
        """Store a copy of *path*. Content that the consumer has already is not written again."""
        record = await self.run(self._record_of, path, FileOwner(consumer_id, tier), name, media_type, sha256)
        if await self.run(self._files.add_duplicate, record, self._quota_check(tier, record.size)):
            return self.stored(record)
        incoming = self.receiver.open(
            FileOwner(consumer_id, tier), expected=record.size, limit=record.size, too_large=UploadTooLong
        )
        async with incoming:
            pieces = _pieces_of(path)
            while piece := await self.run(next, pieces, _END):
                await incoming.write(piece)
            return self.stored(await incoming.keep(name=name, media_type=media_type))

    def receive(
        self,
        consumer_id: str,
        tier: str,
        *,
        expected: int,
        limit: int,
        too_large: Callable[[], OperationError],
    ) -> IncomingFile:
        owner = FileOwner(consumer_id, tier)
        return self.receiver.open(owner, expected=expected, limit=limit, too_large=too_large)

    async def find(self, consumer_id: str, reference: str) -> StoredFile | None:
        if "://" not in reference:
            return self.stored(await self.record(consumer_id, reference))
        file_id = self.signer.file_id_of(reference)
        return None if file_id is None else self.stored(await self.record(None, file_id))

    async def record(self, consumer_id: str | None, file_id: str) -> FileRecord:
        """Return a file of this consumer; with None, of any consumer: the caller has checked a signature.

        Raises UnknownFile or FileExpired.
        """
        return await self.run(self._files.find, consumer_id, file_id)

    async def load(self, file: StoredFile, into: Path) -> None:
        record = await self.record(None, file.file_id)
        with await self.run(into.open, "wb", buffering=0) as stream:
            async for piece in self.read(record, 0, record.size):
                await self.run(_write_all, stream, piece)

    async def read(self, record: FileRecord, start: int, end: int) -> AsyncGenerator[bytes]:
        """Yield the bytes from *start* until before *end*. Raises UnknownFile if it was deleted meanwhile."""
        at = 0
        for name, size in await self.run(self._files.objects_of, record):
            first, last = max(start - at, 0), min(end - at, size)
            if first < last:
                async with aclosing(self.objects.read(name, size, first, last)) as pieces:
                    async for piece in pieces:
                        yield piece
            at += size

    async def _download(
        self, record: FileRecord, detail: dict[str, Any], start: int, end: int
    ) -> AsyncGenerator[bytes]:
        """Note a download and yield its bytes. A store that cannot be written can still be read."""
        told = detail if (start, end) == (0, record.size) else {**detail, "from": start, "until": end}
        try:
            await self.run(self.events.add, record.consumer, "file.downloaded", record.file_id, told)
        except OperationError as error:
            logger.warning("the download of %s was not noted: %s", record.file_id, error.text)
        async with aclosing(self.read(record, start, end)) as pieces:
            async for piece in pieces:
                yield piece

    def content(
        self, record: FileRecord, disposition: Disposition = "attachment", *, signed: bool = False
    ) -> ContentOutput:
        """Return the response to a download; *signed*: whoever has the URL may make it."""
        return ContentOutput(
            read=partial(self._download, record, {"by": "signed_url"} if signed else {}),
            size=record.size,
            etag=record.sha256,
            modified=moment(record.created_ms),
            media_type=record.media_type,
            name=record.name,
            disposition=disposition,
        )

    async def keep(
        self, upload: FileUpload, *, name: str | None = None, hours: float | None = None
    ) -> FileRecord:
        """Keep an uploaded file under *name* or its own name, for *hours* or as long as the tier allows."""
        incoming: IncomingFile = upload.incoming
        return await incoming.keep(name=name or upload.name, media_type=upload.media_type, hours=hours)

    async def page(self, consumer_id: str, *, after: str = "", limit: int) -> Page:
        return await self.run(self._files.page, consumer_id, after=after, limit=limit)

    async def usage(self, consumer_id: str) -> Usage:
        return await self.run(self._files.usage, consumer_id)

    async def delete(self, consumer_id: str, file_id: str) -> None:
        """Delete a file at once, and its content after a grace period for running downloads.

        Raises UnknownFile, FileExpired or FileInUse.
        """
        discard_ms = now_ms() + int(self.settings.discard_seconds * 1000)
        await self.run(self._files.delete, consumer_id, file_id, discard_ms=discard_ms)

    async def lease(self, consumer_id: str, file_id: str, *, holder: str, seconds: float) -> None:
        """Keep a file for *holder*, such as a job, beyond its own expiry. Call again to renew the lease."""
        until_ms = now_ms() + int(seconds * 1000)
        await self.run(self._files.lease, consumer_id, file_id, holder, until_ms)

    async def release(self, consumer_id: str, file_id: str, *, holder: str) -> None:
        await self.run(self._files.release, consumer_id, file_id, holder)

    def grant(
        self, record: FileRecord, *, seconds: float | None = None, disposition: Disposition = "attachment"
    ) -> FileGrant:
        """Allow a download for *seconds*, at most until the file expires."""
        until = record.kept_until_ms
        if seconds is not None:
            until = min(until, now_ms() + int(seconds * 1000))
        return FileGrant("GET", record.file_id, -(-until // 1000), disposition)

    def upload_grant(self, upload: Upload) -> FileGrant:
        """Allow the content of *upload* to be sent."""
        return FileGrant("PUT", upload.file_id, upload.deadline_ms // 1000)

    def stored(self, record: FileRecord) -> StoredFile:
        return StoredFile(
            file_id=record.file_id,
            name=record.name,
            media_type=record.media_type,
            size=record.size,
            sha256=record.sha256,
            url=self.signer.address(self.grant(record)),
            created_at=moment(record.created_ms),
            expires_at=moment(record.kept_until_ms),
        )

    async def ping(self) -> None:
        await self.run(self.index.ping)
        await self.objects.ping()

    async def close(self) -> None:
        self._threads.shutdown()
        self.index.close()

    def _record_of(self, path: Path, owner: FileOwner, name: str, media_type: str, sha256: str) -> FileRecord:
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
        shown, created = safe_name(name), now_ms()
        return FileRecord(
            file_id=new_file_id(),
            consumer=owner.consumer_id,
            name=shown,
            media_type=media_type_of(head, media_type, shown),
            size=path.stat().st_size,
            sha256=sha256,
            created_ms=created,
            expires_ms=created + int(self.settings.hours_of(owner.tier) * HOUR_MS),
        )

    def _quota_check(self, tier: str, size: int) -> Callable[[Usage], None]:
        quota = self.settings.quota_of(tier)

        def check(usage: Usage) -> None:
            used = usage.bytes + usage.reserved
            if used + size > quota:
                raise QuotaExceeded(quota=quota, used=used, wanted=size)

        return check


def moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(_READ_BYTES):
            yield piece


def _write_all(stream: Any, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[stream.write(view) :]
