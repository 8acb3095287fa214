"""Tickets of the jobs service: what a service may be asked only by a part of the platform."""

import base64
import hashlib
import hmac
import json
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

_PURPOSE = b"flowforge-job-ticket-1"
HEADER = "X-Job-Ticket"
current_job: ContextVar[str] = ContextVar("current_job", default="")  # whose call is served, as its id


@dataclass(frozen=True, slots=True)
class JobTicket:
    """Says that a request is a job's. Signed with the gateway's secret, in the header X-Job-Ticket.

    `deadline_seconds` replaces the operation's declared deadline if it is longer. `validates`: read the
    request, answer 204, and do nothing. `validated`: the service that sends a job has read it already.
    `asks`: answer at once with `{"running": true}` if a handler of the job still runs in this process.
    `address` and `cost`: the path that was called and the operation's cost, of a request that is `validated`.
    """

    PROGRESS_TYPE: ClassVar[str] = "application/vnd.flowforge.progress"  # of an answer with `progress`

    job: str
    deadline_seconds: float = 0.0
    progress: bool = False
    validates: bool = False
    validated: bool = False
    asks: bool = False
    address: str = ""
    cost: int = 0

    def sign(self, secret: str) -> str:
        """Return the header's value."""
        content = base64.urlsafe_b64encode(json.dumps(asdict(self)).encode())
        return f"{content.decode()}.{_signature(content, secret)}"

    @classmethod
    def read(cls, text: str, secret: str) -> Self | None:
        """Return a ticket that was signed with *secret*, None for any other text."""
        content, _, signature = text.encode("latin-1", "replace").partition(b".")
        if not hmac.compare_digest(signature, _signature(content, secret).encode()):
            return None
        values: dict[str, Any] = json.loads(base64.urlsafe_b64decode(content))
        return cls(**values)


def _signature(content: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), _PURPOSE + content, hashlib.sha256).hexdigest()
