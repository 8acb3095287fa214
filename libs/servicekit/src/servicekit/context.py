"""Request context passed to handlers."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from servicekit.operations.forms import ANY_FILE, FileInput, FileRule
from servicekit.ports.store import Store


@dataclass(frozen=True, slots=True)
class Consumer:
    """The caller, from the gateway's headers. `id` is stable and never reused; `name` may change."""

    id: str = "anonymous"
    name: str = "anonymous"
    tier: str = "anonymous"


ANONYMOUS = Consumer()


class Context(Protocol):
    """Passed to handlers with a parameter of this type. Their cached results are kept per consumer."""

    @property
    def consumer(self) -> Consumer: ...

    @property
    def request_id(self) -> str: ...

    @property
    def deadline(self) -> float:
        """Deadline of the response, on the clock of time.monotonic()."""
        ...

    @property
    def workspace(self) -> Path:
        """The folder of this request, removed after the response."""
        ...

    @property
    def store(self) -> Store:
        """Durable values of this consumer in this service; not in a worker process."""
        ...

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Report the progress of the work."""

    def check(self) -> None:
        """Raise Cancelled if the client has disconnected, TimedOut after the deadline."""

    async def fetch(self, url: str, *, field: str = "", rule: FileRule = ANY_FILE) -> FileInput:
        """Download *url* into the workspace; not in a worker process.

        It may be a public http or https address, or the signed address of a file of the store. *rule* and the
        service limit the file. Errors name *field*.
        """
        ...
