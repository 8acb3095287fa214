"""Upload files as a form and read the whole answer, in large pieces: what is measured is the server."""

import http.client
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

PIECE: Final = 1 << 20
_BOUNDARY: Final = "0123456789-benchmark-0123456789"


def exchange(url: str, fields: Mapping[str, str], files: Mapping[str, Path]) -> tuple[float, int]:
    """Return the seconds of the call and the bytes of its answer. Raises RuntimeError if it fails."""
    parts = [(_head(name), value.encode()) for name, value in fields.items()]
    heads = {file: _head(name, file.name) for name, file in files.items()}
    end = f"--{_BOUNDARY}--\r\n".encode()
    length = sum(len(head) + len(value) + 2 for head, value in parts)
    length += sum(len(head) + file.stat().st_size + 2 for file, head in heads.items()) + len(end)

    def body() -> Iterator[bytes]:
        for head, value in parts:
            yield head + value + b"\r\n"
        for file, head in heads.items():
            yield head
            with file.open("rb") as opened:
                while piece := opened.read(PIECE):
                    yield piece
            yield b"\r\n"
        yield end

    target = urlsplit(url)
    connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=120)
    media_type = f"multipart/form-data; boundary={_BOUNDARY}"
    headers = {"content-type": media_type, "content-length": str(length)}
    started = time.perf_counter()
    try:
        connection.request("POST", f"{target.path}?{target.query}", body(), headers)
        answer = connection.getresponse()
        count, buffer = 0, bytearray(PIECE)
        while size := answer.readinto(buffer):
            count += size
        if answer.status != http.client.OK:
            raise RuntimeError(f"{url} answered {answer.status}: {bytes(buffer[:200])!r}")
        return time.perf_counter() - started, count
    finally:
        connection.close()


def _head(name: str, file_name: str | None = None) -> bytes:
    given = f'; filename="{file_name}"\r\nContent-Type: application/octet-stream' if file_name else ""
    return f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{given}\r\n\r\n'.encode()
