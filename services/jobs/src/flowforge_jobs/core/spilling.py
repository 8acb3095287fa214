"""Answers that are too large for memory, in temporary files."""

import asyncio
import os
import tempfile
from pathlib import Path


class AnswerTooLarge(Exception):
    """The answer has more bytes than a result may have, and `limit` is how many that is."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class Spill:
    """Writes an answer of more than a few megabytes to a file, which is deleted on exit."""

    def __init__(self, folder: Path | None, limit: int) -> None:
        self.path: Path | None = None
        self._folder = folder
        self._limit = limit
        self._size = 0

    async def write(self, piece: bytes) -> None:
        """Append *piece*. Raises AnswerTooLarge."""
        self._size += len(piece)
        if self._size > self._limit:
            raise AnswerTooLarge(self._limit)
        await asyncio.to_thread(self._append, piece)

    def _append(self, piece: bytes) -> None:
        if self.path is None:
            if self._folder is not None:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix="job-result-", dir=self._folder)
            os.close(handle)
            self.path = Path(name)
        with self.path.open("ab") as stream:
            stream.write(piece)

    def close(self) -> None:
        if self.path is not None:
            self.path.unlink(missing_ok=True)
