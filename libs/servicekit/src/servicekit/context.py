"""Request context passed to handlers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import BaseModel

from servicekit.operations.forms import ANY_FILE, FileInput, FileRule
from servicekit.operations.post_body import NO_HEADERS, PostBody
from servicekit.ports.jobs import Jobs
from servicekit.ports.store import Store

ModelT = TypeVar("ModelT", bound=BaseModel)


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

    @property
    def jobs(self) -> Jobs:
        """Background jobs of this consumer; not in a worker process."""
        ...

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Report the progress of the work."""

    def check(self) -> None:
        """Raise Cancelled if the client has disconnected, TimedOut after the deadline."""

    def in_worker(self, function: Callable[..., ModelT], **arguments: object) -> ModelT:
        """Return the model that *function* returns, run in a worker process that ends at the deadline.

        For the part of a handler on a thread that cannot be stopped, such as deriving a key. The thread
        waits; not for handlers on the event loop. A worker process calls *function* itself. *function* is
        defined at the top of a module and raises no errors of the service.
        """
        ...

    async def fetch(
        self,
        url: str,
        *,
        field: str = "",
        rule: FileRule = ANY_FILE,
        post: PostBody | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> FileInput:
        """Download *url* into the workspace; in a worker process only if the operation's run `fetches`.

        It may be a public http or https address, or the signed address of a file of the store. *rule* and the
        service limit the file. With *post* it is what the server answers to that body. *headers* are for
        the server of *url* alone: a redirect to another one does not take them along. Errors name *field*.
        """
        ...
