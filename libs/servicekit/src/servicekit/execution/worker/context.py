"""The Context that a handler sees inside a worker process."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol

from servicekit.context import Consumer, ModelT
from servicekit.errors import TimedOut
from servicekit.operations.forms import ANY_FILE, FileInput, FileRule
from servicekit.operations.post_body import NO_HEADERS, PostBody

if TYPE_CHECKING:
    from servicekit.context import Context

_SECONDS_BETWEEN_REPORTS = 0.05


class SendProgress(Protocol):
    def __call__(self, done: float, total: float, note: str) -> None: ...


class Downloader(Protocol):
    async def __call__(
        self, url: str, field: str, rule: FileRule, post: PostBody | None, headers: Mapping[str, str]
    ) -> FileInput: ...


@dataclass(slots=True)
class WorkerContext:
    consumer: Consumer
    request_id: str
    deadline: float
    workspace: Path
    seconds: float
    send: SendProgress
    download: Downloader | None = None
    _reported: float = field(default=0.0)
    _finished: bool = field(default=False)

    @property
    def store(self) -> NoReturn:
        raise RuntimeError(
            "a handler in a worker process has no store: pass what it needs as a file or field"
        )

    @property
    def jobs(self) -> NoReturn:
        raise RuntimeError("a handler in a worker process starts no jobs")

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Report progress; reports that follow too quickly are skipped, except the last one."""
        now = time.monotonic()
        finished = done >= total
        if (finished and not self._finished) or now - self._reported >= _SECONDS_BETWEEN_REPORTS:
            self._reported, self._finished = now, finished
            self.send(float(done), float(total), note)

    def check(self) -> None:
        if time.monotonic() >= self.deadline:
            raise TimedOut(seconds=self.seconds)

    def in_worker(self, function: Callable[..., ModelT], **arguments: object) -> ModelT:
        """Call *function*: this is a worker."""
        return function(**arguments)

    async def fetch(
        self,
        url: str,
        *,
        field: str = "",
        rule: FileRule = ANY_FILE,
        post: PostBody | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> FileInput:
        if self.download is None:
            raise RuntimeError("the operation's run does not say that it fetches")
        return await self.download(url, field, rule, post, headers)


if TYPE_CHECKING:

    def _is_a_context(context: WorkerContext) -> Context:
        return context
