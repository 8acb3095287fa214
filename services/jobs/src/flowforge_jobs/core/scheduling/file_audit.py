"""Collect what was done with files into the audit log, from where the file store has noted it."""

from dataclasses import dataclass

from flowforge_filestore import FileEvent, FileLibrary
from flowforge_jobstore.auditing import Collected, collect
from flowforge_jobstore.database import Database

_AT_ONCE = 200
_MOST_PIECES = 20


@dataclass(frozen=True, slots=True)
class FileAudit:
    """Moves the notes: they are written to the log and then deleted. One that comes twice is written once."""

    library: FileLibrary
    database: Database

    async def collect(self) -> None:
        """Move all notes. Raises OperationError if the file store does not work."""
        events = self.library.events
        for _ in range(_MOST_PIECES):
            found = await self.library.run(events.oldest, _AT_ONCE)
            if found:
                await self.database.write(collect, [_entry(key, event) for key, event in found])
                await self.library.run(events.forget, [key for key, _ in found])
            if len(found) < _AT_ONCE:
                return


def _entry(key: str, event: FileEvent) -> Collected:
    return Collected(
        origin=key,
        consumer_id=event.consumer,
        at=event.at_ms / 1000,
        action=event.action,
        subject=event.file_id,
        detail=event.detail,
    )
