"""Memory that the service and one worker both hold: a small file goes in through it, small answers out.

Writing a body to a new file costs more than sending it through memory whose pages are there already. A window
belongs to one worker for its life, so it shows nobody what that worker was not given. What comes back through
it is copied out and counted before it is believed.
"""

import errno
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from servicekit.execution.transport.frames import MalformedFrame
from servicekit.operations.forms import FileInput

WINDOW_BYTES = 4 << 20
# A worker's window is its standard input. This path opens it again, also in programs that it starts.
WINDOW_PATH = Path("/proc/self/fd/0")
_STANDARD_INPUT, _CLOSED = 0, -1
_MOST_PIECES = 1024


@dataclass(frozen=True, slots=True)
class HeldFile(FileInput):
    """A file in the service's memory, on its way to a worker, where it is a FileInput at `path`."""

    pieces: tuple[bytes, ...] = ()

    def open(self) -> BinaryIO:
        return io.BytesIO(b"".join(self.pieces))

    def __reduce__(self) -> tuple[type[FileInput], tuple[Path, int, None, str, str | None]]:
        return FileInput, (self.path, self.size, None, self.media_type, self.name)


class Window:
    """The memory of *descriptor* in this process, which in a worker is its standard input."""

    def __init__(self, descriptor: int = _STANDARD_INPUT) -> None:
        self.descriptor = descriptor

    def fill(self, pieces: Sequence[bytes | bytearray | memoryview]) -> None:
        """Make *pieces* all that the window shows. Raises OSError if there is no room for them."""
        if len(pieces) > _MOST_PIECES:
            pieces = [b"".join(pieces)]
        written = os.pwritev(self.descriptor, pieces, 0) if pieces else 0
        if written != sum(memoryview(piece).nbytes for piece in pieces):
            raise OSError(errno.ENOSPC, "the window takes no more")
        os.ftruncate(self.descriptor, written)

    def take(self, size: int, start: int = 0) -> bytes:
        """Return *size* bytes from *start*. Raises MalformedFrame if there are fewer, or more than may be."""
        if not 0 <= start <= start + size <= WINDOW_BYTES:
            raise MalformedFrame("an answer that no window takes")
        try:
            data = os.pread(self.descriptor, size, start)
        except OSError as error:
            raise MalformedFrame("an answer of a process that has ended") from error
        if len(data) != size:
            raise MalformedFrame("an answer that is not where it is said to be")
        return data

    def close(self) -> None:
        """Close it for good: the number may soon be another file's."""
        descriptor, self.descriptor = self.descriptor, _CLOSED
        os.close(descriptor)


def new_window() -> Window:
    return Window(os.memfd_create("window"))
