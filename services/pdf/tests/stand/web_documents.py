"""Run handlers that may load files of other servers, with the kit's real downloads."""

import asyncio
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from flowforge_pdf.settings import PdfSettings
from servicekit import ANONYMOUS, FileInput, FileRule, PostBody
from servicekit.execution.worker.context import WorkerContext
from servicekit.fetch.fetcher import Fetcher

SETTINGS = PdfSettings()


class _File:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0

    async def write(self, chunk: bytes) -> None:
        self.size += len(chunk)
        with self.path.open("ab") as stream:
            stream.write(chunk)


def finished(
    handler: Callable[..., Any],
    form: Any,
    settings: PdfSettings = SETTINGS,
    *,
    private: bool = False,
    seconds: float = 60,
) -> Any:
    """Return what *handler* returns; addresses of private networks are opened if *private*."""
    fetcher = Fetcher(allow_private=private)
    with tempfile.TemporaryDirectory() as folder:

        async def download(  # as a worker has it
            url: str,
            field: str,  # noqa: ARG001 - only errors name it
            rule: FileRule,
            post: PostBody | None,
            headers: Mapping[str, str],
        ) -> FileInput:
            sink = _File(Path(folder, uuid4().hex))
            limit = rule.max_bytes or 1 << 20
            fetched = await fetcher.fetch(url, sink, max_bytes=limit, post=post, headers=headers)
            return FileInput(sink.path, sink.size, None, fetched.media_type, fetched.name, fetched.url)

        context = WorkerContext(
            ANONYMOUS, "test", time.monotonic() + seconds, Path(folder), seconds, lambda *_: None, download
        )
        return asyncio.run(handler(form, settings, context))
