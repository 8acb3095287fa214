"""A file on its way into the store: written once, where it will stay, and kept or given up as a whole."""

from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Self

from servicekit.errors import OperationError
from servicekit.files.holding import Room
from servicekit.files.intents import Intents
from servicekit.files.naming import safe_name
from servicekit.files.objects import Objects
from servicekit.files.records import Record, Upload, new_file_id, now_ms
from servicekit.files.settings import FileSettings
from servicekit.files.sniffing import media_type_of
from servicekit.files.writing import ObjectWriter, Prepare

HOUR_MS = 3_600_000
Run = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose the file will be; the tier decides how long it may stay and how much there may be."""

    consumer_id: str
    tier: str


class IncomingFile:
    """Takes the pieces of one file. Leaving its block without `keep` gives up what was written."""

    def __init__(
        self,
        settings: FileSettings,
        intents: Intents,
        run: Run,
        owner: Owner,
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
        self._room = Room(intents, run, self._quota)
        self._intents = intents
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

    async def finish(self) -> None:
        """Store the last piece: the size and the SHA-256 are known then."""
        self.sha256 = await self._writer.finish()

    async def keep(self, *, name: str | None, media_type: str, hours: float | None = None) -> Record:
        """Make it a file of its owner, for *hours* or as long as the tier allows."""
        if not self.sha256:
            await self.finish()
        shown = safe_name(name)
        kept_ms = self.upload.kept_ms if hours is None else min(self.upload.kept_ms, int(hours * HOUR_MS))
        record: Record = await self._run(
            self._intents.finish,
            self.upload.file_id,
            self._writer.written,
            self.sha256,
            name=shown,
            media_type=media_type_of(self.head, media_type, shown),
            kept_ms=kept_ms,
        )
        self._kept = True
        return record

    async def abandon(self) -> None:
        """Give up what was written, if it was not kept."""
        if self._kept:
            return
        self._kept = True
        await self._writer.abandon()
        if self._begun:
            await self._run(self._intents.abandon, self.upload.file_id, *self._writer.names)

    async def _prepare(self, size: int, *, named: bool) -> str:
        wanted = max(size, self._expected)
        name = ""
        if self._begun:
            await self._room.hold(self.upload, wanted)
            if named:
                name = await self._run(self._intents.plan, self.upload.file_id)
        else:
            name = await self._run(
                self._intents.begin, self.upload, reserved=wanted, quota=self._quota, with_object=True
            )
            self._begun = True
        return name

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: object, error: object, trace: object) -> None:
        await self.abandon()


class Receiver:
    """Opens files on their way."""

    def __init__(
        self, settings: FileSettings, objects: Objects, intents: Intents, executor: Executor, run: Run
    ) -> None:
        self.intents = intents
        self._settings = settings
        self._objects = objects
        self._executor = executor
        self._run = run

    def open(
        self, owner: Owner, *, expected: int, limit: int, too_large: Callable[[], OperationError]
    ) -> IncomingFile:
        """Open a file of *expected* bytes, 0 where unknown; more than *limit* bytes raise *too_large*."""

        def make_writer(prepare: Prepare) -> ObjectWriter:
            return self.writer(prepare, limit=limit, too_large=too_large)

        return IncomingFile(self._settings, self.intents, self._run, owner, make_writer, expected=expected)

    def writer(
        self, prepare: Prepare, *, limit: int, too_large: Callable[[], OperationError]
    ) -> ObjectWriter:
        return ObjectWriter(self._objects, self._executor, prepare, limit=limit, too_large=too_large)
