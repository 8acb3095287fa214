"""Remove files as their owners would: leases hold, accounts stay right, shared content goes last."""

from dataclasses import dataclass
from datetime import datetime

from flowforge_cli.filestore.contents import Owner, files_of
from flowforge_filestore.errors import FileInUse
from flowforge_filestore.index.records import FileRecord, now_ms
from flowforge_filestore.library import FileLibrary, moment
from flowforge_filestore.sweeping import FileSweeper
from servicekit.ports.file_errors import FileExpired, UnknownFile


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may go."""

    consumer_id: str
    file_id: str
    size: int


@dataclass(slots=True)
class Pruned:
    """What became of the candidates. *objects* is the content removed from the disk or the bucket."""

    removed: int = 0
    bytes: int = 0
    in_use: int = 0
    objects: int = 0


def in_use(record: FileRecord) -> bool:
    """Return whether a job refers to the file."""
    return any(until > now_ms() for until in record.leases.values())


async def candidates(
    library: FileLibrary, owners: list[Owner], before: datetime | None
) -> tuple[list[Candidate], int]:
    """Find files that may go, those made *before* a moment; and count those that jobs hold."""
    found: list[Candidate] = []
    held = 0
    for owner in owners:
        async for record in files_of(library, owner):
            if before is not None and moment(record.created_ms) >= before:
                continue
            if in_use(record):
                held += 1
            else:
                found.append(Candidate(owner.id, record.file_id, record.size))
    return found, held


async def delete(library: FileLibrary, chosen: list[Candidate], pruned: Pruned) -> None:
    """Delete files one by one; what a job took meanwhile stays."""
    for one in chosen:
        try:
            await library.delete(one.consumer_id, one.file_id)
        except FileInUse:
            pruned.in_use += 1
        except (UnknownFile, FileExpired):
            continue  # its owner or the sweeper has started
        else:
            pruned.removed += 1
            pruned.bytes += one.size


async def sweep(library: FileLibrary) -> Pruned:
    """Do at once what the files service does again and again: expire what is due, remove content given up."""
    swept = await FileSweeper(library).sweep()
    return Pruned(removed=swept.files, objects=swept.objects)
