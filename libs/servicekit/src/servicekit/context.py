"""What a handler may know of, and do to, the request it serves."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from servicekit.operations.forms import ANY_FILE, FileInput, FileRule
from servicekit.ports.store import Store


@dataclass(frozen=True, slots=True)
class Consumer:
    """Who calls: `id` is stable and never reused, `name` may change. From the gateway's headers only."""

    id: str = "anonymous"
    name: str = "anonymous"
    tier: str = "anonymous"


ANONYMOUS = Consumer()


class Context(Protocol):
    """Injected where a handler has a parameter of this type. Its cached results are the consumer's own."""

    @property
    def consumer(self) -> Consumer: ...

    @property
    def request_id(self) -> str: ...

    @property
    def deadline(self) -> float:
        """When the answer is due, on the clock of time.monotonic()."""
        ...

    @property
    def workspace(self) -> Path:
        """A folder of this request's own, removed after the answer."""
        ...

    @property
    def store(self) -> Store:
        """Durable values of this consumer in this service; not in a worker process."""
        ...

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Tell how far the work is."""

    def check(self) -> None:
        """Raise Cancelled if the caller has gone, TimedOut past the deadline."""

    async def fetch(self, url: str, *, field: str = "", rule: FileRule = ANY_FILE) -> FileInput:
        """Download *url* into the workspace; not in a worker process.

        It may be a public http or https address, or the signed address of a file of the store. *rule* and the
        service limit the file. Errors name *field*.
        """
        ...
