"""Idempotency-Key: a request that is sent again gets the answer of the first time."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from servicekit.errors import Conflict, InvalidInput, OperationError
from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.http.jobs.idempotency_records import Claimed, InFlight, Kept, Ledger, NotKept, Other
from servicekit.http.request.reader import Reading
from servicekit.http.request.request_state import Message, RequestState
from servicekit.http.response.result_cache import digest
from servicekit.http.serving.active_request import ActiveRequest
from servicekit.ports.store import StoreFailed, StoreUnavailable

HEADER = b"idempotency-key"
MOST_KEPT_BYTES = 4 << 20
_LONGEST_KEY = 255
_LEASE_MARGIN_SECONDS = 60.0
_SENT_AGAIN = (
    b"content-type",
    b"content-disposition",
    b"location",
    b"preference-applied",
    b"x-report",
    b"x-report-omitted",
)


class IdempotencyKeyInvalid(InvalidInput):
    code = "IDEMPOTENCY_KEY_INVALID"
    message = "The header Idempotency-Key has 1 to 255 visible ASCII characters, such as a UUID."


class IdempotencyKeyReused(InvalidInput):
    code = "IDEMPOTENCY_KEY_REUSED"
    message = "This Idempotency-Key was sent with another request in the last 24 hours: use a new key."


class IdempotencyKeyInUse(Conflict):
    code = "IDEMPOTENCY_KEY_IN_USE"
    message = "The first request with this Idempotency-Key is still running: try again shortly."
    retryable = True


class IdempotentAnswerNotKept(Conflict):
    code = "IDEMPOTENT_ANSWER_NOT_KEPT"
    message = (
        "The request with this Idempotency-Key succeeded, but its answer was too large to keep: "
        "ask for output=file, or use a new key."
    )


class Idempotency:
    """Guards one endpoint. One for a service is its Ledger."""

    def __init__(self, endpoint: Endpoint, service: str) -> None:
        self.endpoint = endpoint
        self._service = service
        self._ledger: Ledger | None = None

    def key(self, request: RequestState) -> bytes | None:
        """Return the key of a request that is to be performed once. Raises IdempotencyKeyInvalid.

        A job's call repeats what has no effect; only operations that can reach something are guarded.
        """
        if not takes_keys(self.endpoint) or (given := request.headers.get(HEADER)) is None:
            return None
        if request.ticket is not None and (request.ticket.validates or not has_effects(self.endpoint)):
            return None
        if not 0 < len(given) <= _LONGEST_KEY or not all(0x21 <= byte <= 0x7E for byte in given):  # noqa: PLR2004 - visible ASCII
            raise IdempotencyKeyInvalid
        return given

    @asynccontextmanager
    async def once(
        self, key: bytes, active: ActiveRequest, reading: Reading, arguments: dict[str, Any]
    ) -> AsyncIterator[bool]:
        """Yield whether the request is to be performed; if not, its answer has been sent.

        Raises IdempotencyKeyReused, IdempotencyKeyInUse or IdempotentAnswerNotKept.
        """
        request, state = active.request, active.state
        ledger = self._opened(active)
        store = state.store.for_consumer(self._service, request.consumer.id)
        run = asyncio.get_running_loop().run_in_executor
        operation = self.endpoint.operation
        identity = await run(state.io, self._digest, key, active, reading, arguments)
        lease = max(operation.deadline.total_seconds(), _ticket_seconds(request)) + _LEASE_MARGIN_SECONDS
        found = await run(state.io, ledger.claim, store, key, identity, lease)
        if not isinstance(found, Claimed):
            await _answer_again(request, found)
            yield False
            return

        async def settle(recorder: Recorder) -> None:
            """Write what became of the request, before its caller can know and send it again."""
            if recorder.succeeded:
                kept = Kept(recorder.status, recorder.headers, bytes(recorder.body))
                whole, seal = not recorder.overflows, operation.secret
                await run(state.io, lambda: ledger.keep(store, found, key, kept, whole=whole, seal=seal))
            else:
                await run(state.io, ledger.release, store, found)

        recorder = Recorder(request, settle)
        request.is_kept = request.ticket is None
        try:
            yield True
        finally:
            if not recorder.is_settled:
                await asyncio.shield(run(state.io, ledger.release, store, found))

    def _opened(self, active: ActiveRequest) -> Ledger:
        if self._ledger is None:
            secret = active.state.settings.gateway_secret
            self._ledger = Ledger(secret.get_secret_value().encode() if secret is not None else b"")
        return self._ledger

    def _digest(self, key: bytes, active: ActiveRequest, reading: Reading, arguments: dict[str, Any]) -> str:
        """Hash the request with its key: what is stored says nothing of a secret that was sent."""
        whole = digest(self.endpoint, reading.form, arguments, active.request.consumer.id)
        return hashlib.sha256(key + b"\0" + f"{whole}\0{reading.output}".encode()).hexdigest()


class Recorder:
    """Keeps a copy of an answer while it is sent. The last piece waits until *settle* has written it."""

    def __init__(self, request: RequestState, settle: Callable[["Recorder"], Awaitable[None]]) -> None:
        self.is_settled = False
        self._settle = settle
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = bytearray()
        self.overflows = False
        self._send = request.send_message
        request.send_message = self.send

    @property
    def succeeded(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004 - HTTP's success

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = [
                (name, value) for name, value in message["headers"] if name.lower() in _SENT_AGAIN
            ]
        elif message["type"] == "http.response.body" and self.succeeded:
            piece = message.get("body", b"")
            self.overflows = self.overflows or len(self.body) + len(piece) > MOST_KEPT_BYTES
            if self.overflows:
                self.body.clear()
            else:
                self.body += piece
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            self.is_settled = True
            await self._settle(self)
        await self._send(message)


async def _answer_again(request: RequestState, found: Kept | InFlight | Other | NotKept) -> None:
    if isinstance(found, InFlight):
        raise IdempotencyKeyInUse(headers={"retry-after": "1"})
    if isinstance(found, Other):
        raise IdempotencyKeyReused
    if isinstance(found, NotKept):
        raise IdempotentAnswerNotKept
    headers = {name.lower(): value for name, value in found.headers}
    media_type = headers.pop(b"content-type", b"application/json")
    lines = [*headers.items(), (b"idempotency-replayed", b"true")]
    if found.body:
        await request.respond(found.status, found.body, media_type=media_type, headers=lines)
    else:
        await request.respond_empty(found.status, lines)


def _ticket_seconds(request: RequestState) -> float:
    return request.ticket.deadline_seconds if request.ticket is not None else 0.0


def takes_keys(endpoint: Endpoint) -> bool:
    """Return whether a request can be compared with an earlier one."""
    return (
        endpoint.operation.method == "POST"
        and not endpoint.operation.public
        and endpoint.stream is None
        and endpoint.dependencies is None
    )


def has_effects(endpoint: Endpoint) -> bool:
    """Return whether the handler can change anything: a store, a resource, the files of a consumer."""
    return bool(endpoint.context_parameter or endpoint.resources or endpoint.store_parameter)


def errors_of(endpoint: Endpoint) -> list[type[OperationError]]:
    """Return what a key may be refused with."""
    if not takes_keys(endpoint):
        return []
    found: list[type[OperationError]] = [IdempotencyKeyInvalid, IdempotencyKeyReused, IdempotencyKeyInUse]
    return [*found, IdempotentAnswerNotKept, StoreUnavailable, StoreFailed]
