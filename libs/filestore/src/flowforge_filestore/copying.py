"""Copy a store to another place, index and keys included, while nothing else writes it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flowforge_filestore.index.records import Content, Upload, discard_key, now_ms
from flowforge_filestore.index.transactions import FileIndex, Transaction
from flowforge_filestore.library import FileLibrary
from flowforge_filestore.uploads.receiving import HOUR_MS

_AT_ONCE = 500
_COPIED_UNCHANGED = ("file:", "owned:", "usage:", "due:")
_GRACE_MS = 24 * HOUR_MS  # objects of an interrupted copy are deleted after a day


@dataclass(slots=True)
class CopyResult:
    """Counts of what was copied, without what an earlier attempt had copied already."""

    objects: int = 0
    bytes: int = 0
    records: int = 0


class StoreCopy:
    """Copies content first, each with its record, then the records that lead to it.

    An interrupted copy continues when it is run again; the target shows no file before the last step.
    Content is encrypted as the target's settings say, under new names.
    """

    def __init__(self, source: FileLibrary, target: FileLibrary) -> None:
        self._source = source
        self._target = target
        self._copied = CopyResult()

    async def run(self) -> CopyResult:
        """Copy everything. Raises the errors of both stores."""
        for kind, prefix in ((Content, "content:"), (Upload, "upload:")):
            for key, value in _entries(self._source.index, prefix):
                if self._target.index.read([key])[0] is None:
                    await self._copy_content(key, kind.unpack(value))
        for prefix in _COPIED_UNCHANGED:
            for some in _entries(self._source.index, prefix):
                self._put(*some)
                self._copied.records += 1
        return self._copied

    async def _copy_content(self, key: str, owner: Content | Upload) -> None:
        notes: list[str] = []
        moved: list[tuple[str, int]] = []
        for name, size in owner.objects:
            fresh = self._target.objects.new_name()
            notes.append(discard_key(now_ms() + _GRACE_MS, fresh))
            self._put(notes[-1], b"")
            await self._target.objects.put(fresh, self._source.objects.read(name, size, 0, size))
            moved.append((fresh, size))
            self._copied.objects += 1
            self._copied.bytes += size
        owner.objects = moved

        def work(transaction: Transaction) -> None:
            for note in notes:
                transaction.delete(note)
            transaction.put(key, owner.pack())

        self._target.index.transact(work)

    def _put(self, key: str, value: bytes) -> None:
        self._target.index.transact(lambda transaction: transaction.put(key, value))


def _entries(index: FileIndex, prefix: str) -> Iterator[tuple[str, bytes]]:
    last = ""
    while keys := index.scan(prefix, after=last, limit=_AT_ONCE):
        last = keys[-1]
        for key, value in zip(keys, index.read(keys), strict=True):
            if value is not None:
                yield key, value
