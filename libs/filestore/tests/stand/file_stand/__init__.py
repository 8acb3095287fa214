"""Store and read content as a service does."""

from flowforge_filestore.index.records import FileRecord
from flowforge_filestore.library import FileLibrary
from flowforge_filestore.uploads.receiving import FileOwner

ANN = FileOwner("ann", "free")


async def store(
    library: FileLibrary, content: bytes, owner: FileOwner = ANN, name: str = "a.bin", *, expected: int = 0
) -> FileRecord:
    """Receive *content* in pieces of the size that a socket gives."""
    incoming = library.receiver.open(owner, expected=expected, limit=1 << 30, too_large=AssertionError)
    async with incoming:
        for at in range(0, len(content), 65_536):
            await incoming.write(content[at : at + 65_536])
        return await incoming.keep(name=name, media_type="application/octet-stream")


async def whole(library: FileLibrary, record: FileRecord, start: int = 0, end: int | None = None) -> bytes:
    end = record.size if end is None else end
    return b"".join([piece async for piece in library.read(record, start, end)])
