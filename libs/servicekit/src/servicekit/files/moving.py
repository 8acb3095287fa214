"""Copy a store to another place, index and keys included, while nothing else writes it."""

from collections.abc import Iterator
from dataclasses import dataclass

from servicekit.files.ledger import Ledger, Transaction
from servicekit.files.library import FileLibrary
from servicekit.files.receiving import HOUR_MS
from servicekit.files.records import Content, Upload, discard_key, now_ms

_AT_ONCE = 500
_AS_THEY_ARE = ("file:", "shelf:", "usage:", "due:")
_SPARE_MS = 24 * HOUR_MS  # what a copy that was broken off had written is swept after a day


@dataclass(slots=True)
class Copied:
    """What was copied; content that an earlier attempt had copied already is not counted."""

    objects: int = 0
    bytes: int = 0
    records: int = 0


class StoreCopy:
    """Copies content first, each with its record, then the records that lead to it.

    Broken off, it is begun anew and goes on where it was: until the last step the target shows no file.
    Content is encrypted as the target's settings say, under new names.
    """

    def __init__(self, source: FileLibrary, target: FileLibrary) -> None:
        self._source = source
        self._target = target
        self._copied = Copied()

    async def run(self) -> Copied:
        """Copy everything. Raises the errors of both stores."""
        for kind, prefix in ((Content, "content:"), (Upload, "upload:")):
            for key, value in _entries(self._source.ledger, prefix):
                if self._target.ledger.read([key])[0] is None:
                    await self._copy_content(key, kind.unpack(value))
        for prefix in _AS_THEY_ARE:
            for some in _entries(self._source.ledger, prefix):
                self._put(*some)
                self._copied.records += 1
        return self._copied

    async def _copy_content(self, key: str, owner: Content | Upload) -> None:
        notes: list[str] = []
        moved: list[tuple[str, int]] = []
        for name, size in owner.objects:
            fresh = self._target.objects.new_name()
            notes.append(discard_key(now_ms() + _SPARE_MS, fresh))
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

        self._target.ledger.transact(work)

    def _put(self, key: str, value: bytes) -> None:
        self._target.ledger.transact(lambda transaction: transaction.put(key, value))


def _entries(ledger: Ledger, prefix: str) -> Iterator[tuple[str, bytes]]:
    last = ""
    while keys := ledger.scan(prefix, after=last, limit=_AT_ONCE):
        last = keys[-1]
        for key, value in zip(keys, ledger.read(keys), strict=True):
            if value is not None:
                yield key, value
