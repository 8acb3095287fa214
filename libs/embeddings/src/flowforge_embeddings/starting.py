"""Describe the child processes of an embedding model."""

import os

from flowforge_embeddings.children import ChildObserver, ChildServer
from flowforge_embeddings.models import EmbeddingModel
from flowforge_embeddings.pool import ChildPool

_MODULE = "flowforge_embeddings.serving"
_MOST_PROCESSES = 4


class _AnyLoaded:
    """Reports a pool as loaded while one of its processes is."""

    def __init__(self, observer: ChildObserver) -> None:
        self._observer = observer
        self._loaded: set[int] = set()

    def of(self, number: int) -> ChildObserver:
        return _OneOfMany(self, number)

    def loaded(self, name: str, number: int, *, is_loaded: bool) -> None:
        self._loaded = self._loaded | {number} if is_loaded else self._loaded - {number}
        self._observer.loaded(name, is_loaded=bool(self._loaded))

    def restarted(self, name: str) -> None:
        self._observer.restarted(name)


class _OneOfMany:
    def __init__(self, pool: _AnyLoaded, number: int) -> None:
        self._pool, self._number = pool, number

    def loaded(self, name: str, *, is_loaded: bool) -> None:
        self._pool.loaded(name, self._number, is_loaded=is_loaded)

    def restarted(self, name: str) -> None:
        self._pool.restarted(name)


def open_pool(
    model: EmbeddingModel,
    *,
    threads: int = 0,
    start_seconds: float = 60,
    idle_seconds: float = 900,
    observer: ChildObserver | None = None,
) -> ChildPool:
    """Return the processes of *model*; none is started yet. *threads*: 0 means one for each core.

    A model whose engine does not gain from threads gets that many processes of one thread, at most 4.
    """
    wanted = threads or os.cpu_count() or 1
    processes = min(wanted, _MOST_PROCESSES) if model.is_single_threaded else 1
    arguments = ["--model", model.name, "--threads", str(threads)]
    # Read by OpenMP when its library is loaded: it has to be set before the child imports the engine.
    shared = _AnyLoaded(observer) if observer is not None else None
    environment = {"OMP_NUM_THREADS": "1"} if model.is_single_threaded else {}
    return ChildPool(
        [
            ChildServer(
                model.name,
                _MODULE,
                arguments,
                start_seconds=start_seconds,
                idle_seconds=idle_seconds,
                environment=environment,
                observer=shared.of(number) if shared is not None else None,
            )
            for number in range(processes)
        ]
    )
