"""Download files for the call that a worker process runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from servicekit.errors import InternalError, OperationError, ResourceLimit
from servicekit.execution.transport.downloads import (
    MAX_DOWNLOAD_BYTES,
    MAX_DOWNLOADS,
    MAX_TOTAL_BYTES,
    Download,
)
from servicekit.execution.transport.frames import MalformedFrame
from servicekit.operations.forms import FileInput, FileRule
from servicekit.operations.post_body import MAX_POST_BYTES, PostBody, are_headers

Fetch = Callable[[str, str, FileRule, PostBody | None, Mapping[str, str]], Awaitable[FileInput]]
_AT_ONCE = 6
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Wanted:
    number: int
    url: str
    field: str
    media_types: tuple[str, ...]
    max_bytes: int
    min_bytes: int
    headers: dict[str, str]
    post_type: Annotated[str, Field(pattern=r"^[\w.+-]+/[\w.+-]+$", max_length=100)] | None


_REQUEST = TypeAdapter(_Wanted)


@dataclass(slots=True)
class DownloadServer:
    """Answers the downloads that a worker asks for, a few at a time, within limits of count and size.

    *fetch* writes files where no worker can reach them; *reply* sends an answer to the worker.
    """

    fetch: Fetch
    reply: Callable[[Download], Awaitable[None]]
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _asked: int = 0
    _bytes: int = 0

    def begin(self, header: dict[str, Any], body: bytes) -> None:
        """Start the download that *header* describes, which posts *body* if it says so.

        Raises MalformedFrame if it describes none.
        """
        try:
            wanted = _REQUEST.validate_python({name: header.get(name) for name in _Wanted.__slots__})
        except ValidationError as error:
            raise MalformedFrame("a request for a download that is none") from error
        if len(body) > MAX_POST_BYTES:
            raise MalformedFrame("a request for a download with a body that is too large")
        if not are_headers(wanted.headers):
            raise MalformedFrame("a request for a download with headers that are none")
        self._asked += 1
        if self._asked > 2 * MAX_DOWNLOADS:
            raise MalformedFrame("requests for downloads without end")
        post = PostBody(body, wanted.post_type) if wanted.post_type is not None else None
        task = asyncio.get_running_loop().create_task(
            self._answer(wanted, post, refused=self._asked > MAX_DOWNLOADS)
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def end(self) -> None:
        """Give up what is still running."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _answer(self, wanted: _Wanted, post: PostBody | None, *, refused: bool) -> None:
        async with self._places:
            if refused:
                answer = Download(wanted.number, error=ResourceLimit(limit=f"{MAX_DOWNLOADS} downloads"))
            else:
                answer = await self._download(wanted, post)
            await self.reply(answer)

    async def _download(self, wanted: _Wanted, post: PostBody | None) -> Download:
        limit = min(wanted.max_bytes, MAX_DOWNLOAD_BYTES)
        rule = FileRule(max_bytes=limit, media_types=wanted.media_types, min_bytes=wanted.min_bytes)
        try:
            file = await self.fetch(wanted.url, wanted.field, rule, post, wanted.headers)
            content = await asyncio.to_thread(file.path.read_bytes)
        except OperationError as error:
            return Download(wanted.number, error=error)
        except Exception:
            logger.exception("a download for a worker process failed")
            return Download(wanted.number, error=InternalError())
        self._bytes += file.size
        if self._bytes > MAX_TOTAL_BYTES:
            too_much = ResourceLimit(limit=f"{MAX_TOTAL_BYTES >> 20} MiB of downloads")
            return Download(wanted.number, error=too_much)
        return Download(wanted.number, content, file.media_type, file.name, file.final_url)
