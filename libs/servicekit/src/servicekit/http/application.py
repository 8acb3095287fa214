"""The ASGI application of a service: lifespan, dispatch, and one answer to every request."""

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from servicekit.errors import OperationError, Unavailable
from servicekit.http.endpoint import Endpoint
from servicekit.http.exchange import JSON, Exchange, Receive, Scope, Send
from servicekit.http.failures import classify, name_fields
from servicekit.http.refusals import ClientGone
from servicekit.http.routing import Router
from servicekit.http.serving import OperationServer
from servicekit.http.state import State
from servicekit.http.system import SystemHandler
from servicekit.observe.logs import configure
from servicekit.observe.metrics import Metrics
from servicekit.settings import InvalidSettings, KitSettings

logger = logging.getLogger(__name__)
CLIENT_GONE = 499
Target = OperationServer | SystemHandler


class Application:
    """One service as an ASGI application. Nothing is opened before its lifespan starts."""

    def __init__(
        self, router: Router[Target], metrics: Metrics, open_state: Callable[[KitSettings], Awaitable[State]]
    ) -> None:
        self.state: State | None = None
        self.endpoints: Sequence[Endpoint] = ()
        self._router = router
        self._metrics = metrics
        self._open_state = open_state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await send({"type": "websocket.close", "code": 1003})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        state = self.state
        body_timeout = state.settings.body_timeout_seconds if state is not None else 1.0
        exchange = Exchange(scope, receive, send, body_timeout)
        try:
            target, path_values = self._router.find(exchange.method, exchange.path)
            if isinstance(target, OperationServer):
                if state is None:
                    raise Unavailable  # noqa: TRY301 - answered like every other refusal
                await target.serve(exchange, state, path_values)
            else:
                await target(exchange, state)
                return
        except BaseException as error:
            await self._fail(exchange, error)
            if not isinstance(error, Exception):
                raise
        self._account(exchange, state)

    async def _fail(self, exchange: Exchange, error: BaseException) -> None:
        """Answer with the envelope; an answer that has begun is cut, so that it cannot pass for whole."""
        if isinstance(error, (ClientGone, asyncio.CancelledError)):
            exchange.status = CLIENT_GONE
            return
        refusal = classify(error, exchange.request_id)
        name_fields(refusal, exchange.field_names)
        self.refuse(exchange, refusal)
        if exchange.status:
            return
        headers = [(name.encode(), value.encode()) for name, value in refusal.headers.items()]
        body = exchange.dialect.tell(refusal, exchange.request_id).model_dump_json().encode()
        status = exchange.dialect.status(type(refusal))
        must_drain = not exchange.received_all and (
            exchange.content_length or b"transfer-encoding" in exchange.headers
        )
        if not must_drain:
            await exchange.answer(status, body, headers=headers)
            return
        # The server closes the connection with the last message: who is still sending would see a reset.
        await exchange.begin(status, JSON, [*headers, (b"connection", b"close")], len(body))
        await exchange.write(body)
        await exchange.drain()
        await exchange.write(b"", more=False)

    def refuse(self, exchange: Exchange, refusal: OperationError) -> None:
        exchange.error_code = refusal.code
        self._metrics.count_error(exchange.operation_id, refusal.code)

    def _account(self, exchange: Exchange, state: State | None) -> None:
        seconds = time.perf_counter() - exchange.started
        self._metrics.count(
            exchange.operation_id, exchange.status, seconds, exchange.received_bytes, exchange.sent_bytes
        )
        if state is not None:
            state.log.write(
                message="request",
                request_id=exchange.request_id,
                consumer=exchange.consumer.id,
                operation=exchange.operation_id,
                method=exchange.method,
                status=exchange.status,
                code=exchange.error_code,
                milliseconds=round(seconds * 1000, 2),
                received_bytes=exchange.received_bytes,
                sent_bytes=exchange.sent_bytes,
                cache=exchange.cache,
            )

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            settings = KitSettings.load()
            configure(settings.log_level)
            self.state = await self._open_state(settings)
        except InvalidSettings as error:
            await send({"type": "lifespan.startup.failed", "message": f"These settings are wrong:\n{error}"})
            return
        self._follow_signals(settings.shutdown_seconds)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        state, self.state = self.state, None
        await state.close()
        await send({"type": "lifespan.shutdown.complete"})

    def _follow_signals(self, seconds: float) -> None:
        """Stop being ready at SIGTERM, and end what still runs *seconds* later.

        The server waits for requests in flight without telling the application: an endless event stream
        would hold up the exit for ever.
        """
        if threading.current_thread() is not threading.main_thread():
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            previous = signal.getsignal(number)
            if callable(previous):
                signal.signal(
                    number, _chain(lambda: loop.call_soon_threadsafe(self._drain, seconds), previous)
                )

    def _drain(self, seconds: float) -> None:
        state = self.state
        if state is not None and not state.draining:
            state.draining = True
            asyncio.get_running_loop().call_later(seconds, _set, state.closing)


def _chain(first: Callable[[], Any], then: Callable[[int, Any], Any]) -> Callable[[int, Any], None]:
    def handle(number: int, frame: Any) -> None:
        first()
        then(number, frame)

    return handle


def _set(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
