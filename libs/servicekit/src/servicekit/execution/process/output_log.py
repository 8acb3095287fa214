"""Log what a worker writes to its standard output and error, bounded in size and number of lines."""

import logging
import os
from collections.abc import Callable

_MAX_LINE_BYTES = 4_096
_MAX_BYTES_PER_CALL = 65_536
_READ_BYTES = 65_536
# What Rust, C++, jq and other C libraries print before they abort.
_OUT_OF_MEMORY = (b"memory allocation of", b"std::bad_alloc", b"annot allocate memory", b"ut of memory")
logger = logging.getLogger("servicekit.execution.worker.main")


class PrintedLines:
    """Reads the non-blocking pipe *descriptor* and logs its lines under the present request's id."""

    def __init__(self, descriptor: int, request_id: Callable[[], str]) -> None:
        self._descriptor = descriptor
        self._request_id = request_id
        self._rest = b""
        self._room = _MAX_BYTES_PER_CALL
        self._dropped = 0
        self.out_of_memory = False

    def begin(self) -> None:
        """Reset the limits for a new call."""
        if self._dropped:
            self._log(f"... and {self._dropped} bytes more")
        self._room, self._dropped = _MAX_BYTES_PER_CALL, 0
        self.out_of_memory = False

    def read(self) -> bool:
        """Log what has arrived. Returns whether more may be waiting."""
        try:
            data = os.read(self._descriptor, _READ_BYTES)
        except OSError:  # no data yet, or the other end is closed
            return False
        kept = data[: self._room]
        self._room -= len(kept)
        self.out_of_memory |= any(words in data for words in _OUT_OF_MEMORY)
        self._dropped += len(data) - len(kept)
        *lines, self._rest = (self._rest + kept).split(b"\n")
        if len(self._rest) > _MAX_LINE_BYTES:
            lines.append(self._rest)
            self._rest = b""
        for line in lines:
            self._log(line[:_MAX_LINE_BYTES].decode(errors="replace"))
        return bool(data)

    def end(self) -> None:
        """Log what is left of a worker that has ended."""
        for _ in range(64):
            if not self.read():
                break
        if self._rest:
            self._log(self._rest.decode(errors="replace"))
        self._rest = b""
        if self._dropped:
            self._log(f"... and {self._dropped} bytes more")

    def _log(self, line: str) -> None:
        logger.info("worker printed: %s", line, extra={"request_id": self._request_id()})
