"""Files that are looked at while they arrive, so that a hopeless one is refused before its end."""

from servicekit.operations.forms import FileRule, FileWatch, Received
from servicekit.ports.files import FileWriter


class WatchedWriter:
    """A writer whose pieces pass a watch first, which may refuse them."""

    def __init__(self, writer: FileWriter, watch: FileWatch) -> None:
        self._writer = writer
        self._watch = watch

    @property
    def wants_flush(self) -> bool:
        return self._writer.wants_flush

    def add(self, piece: bytes) -> None:
        self._watch.add(piece)
        self._writer.add(piece)

    async def write(self, piece: bytes) -> None:
        self._watch.add(piece)
        await self._writer.write(piece)

    async def flush(self) -> None:
        await self._writer.flush()

    async def finish(self, *, media_type: str, name: str | None) -> Received:
        return await self._writer.finish(media_type=media_type, name=name)

    async def cancel(self) -> None:
        await self._writer.cancel()


def watched(writer: FileWriter, rule: FileRule | None, field: str) -> FileWriter:
    """Return *writer* with the watch of *rule*, if it has one."""
    return writer if rule is None or rule.watch is None else WatchedWriter(writer, rule.watch(field))
