"""Receive one file into the store: written once to its final place, then kept or deleted as a whole."""

from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Self

from flowforge_filestore.content.media_types import media_type_of
from flowforge_filestore.content.storage import ObjectStorage
from flowforge_filestore.content.writing import ObjectWriter, Prepare
from flowforge_filestore.index.records import FileRecord, Upload, new_file_id, now_ms
from flowforge_filestore.index.uploads import UploadRepository
from flowforge_filestore.settings import FileSettings
from flowforge_filestore.uploads.naming import safe_name
from flowforge_filestore.uploads.quota import QuotaReservation
from servicekit.errors import OperationError
from servicekit.operations.forms import FileUpload

HOUR_MS = 3_600_000
Run = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class FileOwner:
    """Owner of a file. The tier sets how long files are kept, and the quota."""

    consumer_id: str
    tier: str


class IncomingFile:
    """Writes one file piece by piece. Leaving its block without `keep` deletes what was written."""

    def __init__(
        self,
        settings: FileSettings,
        upload_records: UploadRepository,
        run: Run,
        owner: FileOwner,
        make_writer: Callable[[Prepare], ObjectWriter],
        *,
        expected: int,
    ) -> None:
        moment = now_ms()
        self.upload = Upload(
            file_id=new_file_id(),
            consumer=owner.consumer_id,
            tier=owner.tier,
            name="",
            media_type="",
            kept_ms=int(settings.hours_of(owner.tier) * HOUR_MS),
            deadline_ms=moment + int(settings.upload_hours * HOUR_MS),
        )
        self.sha256 = ""
        self._quota = settings.quota_of(owner.tier)
        self._reservation = QuotaReservation(upload_records, run, self._quota)
        self._records = upload_records
        self._run = run
        self._expected = expected
        self._begun = self._kept = False
        self._writer = make_writer(self._prepare)

    @property
    def size(self) -> int:
        return self._writer.size

    @property
    def head(self) -> bytes:
        return self._writer.head

    @property
    def wants_flush(self) -> bool:
        return self._writer.wants_flush

    def add(self, piece: bytes) -> None:
        self._writer.add(piece)

    async def flush(self) -> None:
        await self._writer.flush()

    async def write(self, piece: bytes) -> None:
        await self._writer.write(piece)

    async def finish(self, *, media_type: str, name: str | None) -> FileUpload:
        """Store the last piece and return the upload, which a handler may keep."""
        await self._finish()
        return FileUpload(self, self.size, self.sha256, media_type, name)

    async def _finish(self) -> None:
        self.sha256 = await self._writer.finish()

    async def keep(self, *, name: str | None, media_type: str, hours: float | None = None) -> FileRecord:
        """Keep the file for *hours*, or as long as the tier allows."""
        if not self.sha256:
            await self._finish()
        shown = safe_name(name)
        kept_ms = self.upload.kept_ms if hours is None else min(self.upload.kept_ms, int(hours * HOUR_MS))
        record: FileRecord = await self._run(
            self._records.finish,
            self.upload.file_id,
            self._writer.written,
            self.sha256,
            name=shown,
            media_type=media_type_of(self.head, media_type, shown),
            kept_ms=kept_ms,
        )
        self._kept = True
        return record

    async def cancel(self) -> None:
        """Delete what was written, unless the file was kept."""
        if self._kept:
            return
        self._kept = True
        await self._writer.cancel()
        if self._begun:
            await self._run(self._records.cancel, self.upload.file_id, *self._writer.names)

    async def _prepare(self, size: int, *, named: bool) -> str:
        wanted = max(size, self._expected)
        name = ""
        if self._begun:
            await self._reservation.extend_to(self.upload, wanted)
            if named:
                name = await self._run(self._records.note_pending, self.upload.file_id)
        else:
            name = await self._run(
                self._records.begin, self.upload, reserved=wanted, quota=self._quota, with_object=True
            )
            self._begun = True
        return name

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: object, error: object, trace: object) -> None:
        await self.cancel()


class Receiver:
    """Opens incoming files."""

    def __init__(
        self,
        settings: FileSettings,
        objects: ObjectStorage,
        upload_records: UploadRepository,
        executor: Executor,
        run: Run,
    ) -> None:
        self.upload_records = upload_records
        self._settings = settings
        self._objects = objects
        self._executor = executor
        self._run = run

    def open(
        self, owner: FileOwner, *, expected: int, limit: int, too_large: Callable[[], OperationError]
    ) -> IncomingFile:
        """Open a file of *expected* bytes, 0 if unknown. More than *limit* bytes raise *too_large*."""

        def make_writer(prepare: Prepare) -> ObjectWriter:
            return self.writer(prepare, limit=limit, too_large=too_large)

        return IncomingFile(
            self._settings, self.upload_records, self._run, owner, make_writer, expected=expected
        )

    def writer(
        self, prepare: Prepare, *, limit: int, too_large: Callable[[], OperationError]
    ) -> ObjectWriter:
        return ObjectWriter(self._objects, self._executor, prepare, limit=limit, too_large=too_large)
