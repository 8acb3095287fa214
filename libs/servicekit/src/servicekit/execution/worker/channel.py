"""The worker's end of the socket to its service."""

import asyncio
import pickle
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from servicekit.execution.transport.downloads import MAX_DOWNLOAD_BYTES, Download
from servicekit.execution.transport.frames import LENGTHS, encode
from servicekit.operations.forms import FileInput, FileRule
from servicekit.operations.post_body import PostBody

_MAX_URL = 8192


@dataclass(slots=True)
class Channel:
    """Sends frames and receives messages. What comes from the service is trusted, and pickled."""

    socket: socket.socket

    def receive(self) -> Any:
        """Return the service's next message. Raises EOFError when the service has closed its end."""
        _, size = LENGTHS.unpack(self._read(LENGTHS.size))
        return pickle.loads(self._read(size))  # noqa: S301 - the service's own words

    def receive_call(self) -> Any:
        """Return the next message that is no answer to a download: those of an earlier call may be left."""
        while isinstance(message := self.receive(), Download):
            continue
        return message

    def send(self, header: dict[str, Any], body: bytes = b"") -> None:
        self.socket.sendall(encode(header, body))

    def send_progress(self, done: float, total: float, note: str) -> None:
        self.send({"kind": "progress", "done": done, "total": total, "note": note[:1000]})

    def _read(self, size: int) -> bytearray:
        data = bytearray(size)
        view = memoryview(data)
        while view:
            received = self.socket.recv_into(view)
            if not received:
                raise EOFError
            view = view[received:]
        return data


_numbers = count(1)  # of downloads, never twice in this process


@dataclass(slots=True)
class DownloadClient:
    """Asks the service to download files for one call, several at once if the handler wants to."""

    channel: Channel
    workspace: Path
    _waiting: "dict[int, asyncio.Future[Download]]" = field(default_factory=dict)

    async def __call__(
        self, url: str, field: str, rule: FileRule, post: PostBody | None, headers: Mapping[str, str]
    ) -> FileInput:
        """Raises what Context.fetch raises."""
        number = next(_numbers)
        loop = asyncio.get_running_loop()
        self._waiting[number] = loop.create_future()
        if len(self._waiting) == 1:
            loop.add_reader(self.channel.socket, self._receive)
        try:
            header = _request(number, url, field, rule, post) | {"headers": dict(headers)}
            self.channel.send(header, post.content if post is not None else b"")
            download = await self._waiting[number]
        finally:
            del self._waiting[number]
            if not self._waiting:
                loop.remove_reader(self.channel.socket)
        if download.error is not None:
            raise download.error
        path = self.workspace / f"download{number}"
        path.write_bytes(download.content)
        return FileInput(
            path, len(download.content), None, download.media_type, download.name, download.final_url
        )

    def _receive(self) -> None:
        download = self.channel.receive()
        waiting = self._waiting.get(download.number)  # None if the handler has given it up
        if waiting is not None and not waiting.done():
            waiting.set_result(download)


def _request(number: int, url: str, field: str, rule: FileRule, post: PostBody | None) -> dict[str, Any]:
    return {
        "kind": "fetch",
        "number": number,
        "url": url[:_MAX_URL],
        "field": field,
        "media_types": rule.media_types,
        "max_bytes": rule.max_bytes or MAX_DOWNLOAD_BYTES,
        "min_bytes": rule.min_bytes,
        "post_type": post.media_type if post is not None else None,
    }
