"""Read on a thread of its own, a few batches ahead of what is done with them."""

import threading
from collections.abc import Iterator
from queue import Empty, Full, Queue
from typing import Final, Generic, TypeVar

ItemT = TypeVar("ItemT")
DEPTH: Final = 2
_LOOK_AGAIN_SECONDS: Final = 0.05


class _End:
    """The last item: reading has ended, or failed with an error."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


class _Reader(Generic[ItemT]):
    def __init__(self, items: Iterator[ItemT]) -> None:
        self._items = items
        self._queue: Queue[ItemT | _End] = Queue(DEPTH)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            for item in self._items:
                if not self._put(item):
                    break
        except BaseException as raised:  # noqa: BLE001 - raised again where the items are used
            error = raised
        self._put(_End(error))

    def _put(self, item: ItemT | _End) -> bool:
        """Wait until there is room. Return False if nobody wants more."""
        while not self._stopped.is_set():
            try:
                self._queue.put(item, timeout=_LOOK_AGAIN_SECONDS)
            except Full:
                continue
            return True
        return False

    def next(self) -> ItemT | _End:
        return self._queue.get()

    def stop(self) -> None:
        self._stopped.set()
        while self._thread.is_alive():
            try:
                self._queue.get(timeout=_LOOK_AGAIN_SECONDS)
            except Empty:
                continue


def ahead(items: Iterator[ItemT]) -> Iterator[ItemT]:
    """Yield *items*, which a thread gets meanwhile, at most two of them ahead."""
    reader = _Reader(items)
    try:
        while not isinstance(item := reader.next(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        reader.stop()
