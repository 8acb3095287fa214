"""The Context of a request that is being served."""

import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from servicekit.context import Consumer, ModelT
from servicekit.errors import Cancelled, TimedOut
from servicekit.http.files.workspace import Workspace
from servicekit.operations.forms import ANY_FILE, FileInput, FileRule
from servicekit.operations.post_body import NO_HEADERS, PostBody
from servicekit.ports.jobs import Jobs
from servicekit.ports.store import Store

_Fetch = Callable[[str, str, FileRule, PostBody | None, Mapping[str, str]], Awaitable[FileInput]]


class LiveContext:
    """Given to handlers on the event loop and on threads."""

    def __init__(
        self,
        *,
        consumer: Consumer,
        request_id: str,
        seconds: float,
        report: Callable[[float, float, str], None] | None = None,
        input_bytes: int,
        workspace: Workspace,
        store: Callable[[], Store],
        jobs: Callable[[], Jobs],
        fetch: _Fetch,
        in_worker: Callable[["LiveContext", Callable[..., Any], dict[str, object]], Any],
        job: str | None = None,
        fetch_apart: _Fetch,
    ) -> None:
        self.consumer = consumer
        self.request_id = request_id
        self.deadline = time.monotonic() + seconds
        self.seconds = seconds
        self.job = job
        self.input_bytes = input_bytes
        self._report = report
        self._workspace = workspace
        self._store = store
        self._jobs = jobs
        self._fetch = fetch
        self._in_worker = in_worker
        self.fetch_apart = fetch_apart
        self._cancelled = threading.Event()

    @property
    def workspace(self) -> Path:
        return self._workspace.path

    @property
    def held(self) -> tuple[bytes, ...] | None:
        """The content of the request's HeldFile."""
        return self._workspace.held

    @property
    def store(self) -> Store:
        return self._store()

    @property
    def jobs(self) -> Jobs:
        return self._jobs()

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Report progress to the job that waits for this call; for other requests it is ignored."""
        if self._report is not None:
            self._report(done, total, note)

    def check(self) -> None:
        if self._cancelled.is_set():
            raise Cancelled
        if time.monotonic() > self.deadline:
            raise TimedOut(seconds=self.seconds)

    def cancel(self) -> None:
        self._cancelled.set()

    def in_worker(self, function: Callable[..., ModelT], **arguments: object) -> ModelT:
        result: ModelT = self._in_worker(self, function, arguments)
        return result

    async def fetch(
        self,
        url: str,
        *,
        field: str = "",
        rule: FileRule = ANY_FILE,
        post: PostBody | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> FileInput:
        return await self._fetch(url, field, rule, post, headers)
