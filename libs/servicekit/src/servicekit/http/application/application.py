"""The FastAPI application of a service: its lifespan, its routes, and one envelope for every failure."""

import asyncio
import signal
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.routing import Match

from servicekit.http.application.event_sockets import EventSocket, request_scope
from servicekit.http.application.framework_errors import HANDLERS
from servicekit.http.application.routing import KitRoute, OperationRoute, RouteIndex, SystemRoute
from servicekit.http.application.system import SystemHandler
from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.http.request.request_state import SCOPE_KEY, Receive, RequestState, Scope, Send
from servicekit.http.serving.operation_server import OperationServer
from servicekit.http.serving.state import State
from servicekit.observe.logs import configure
from servicekit.observe.metrics import Metrics
from servicekit.service_info import ServiceInfo
from servicekit.settings import InvalidSettings, KitSettings

_BEFORE_START_SECONDS = 1.0
OpenState = Callable[["Application", KitSettings], Awaitable[State]]


class Application(FastAPI):
    """A FastAPI application whose routes are the operations of a service.

    Everything that FastAPI offers can be added: routes, routers, dependencies, middleware, mounted
    applications. While nobody has added middleware or exception handlers, a request to an operation goes
    directly to it. Added routes serve callers that the gateway names, as operations do, and everybody if they
    have `openapi_extra={"security": []}`. `endpoints` describes the operations; `running` is None before and
    after the lifespan.
    """

    def __init__(
        self,
        info: ServiceInfo,
        endpoints: Sequence[Endpoint],
        metrics: Metrics,
        *,
        system: dict[str, SystemHandler],
        document: Callable[[], dict[str, Any]],
        open_state: OpenState,
    ) -> None:
        self.endpoints = endpoints
        self.metrics = metrics
        self.running: State | None = None
        self._open_state = open_state
        self._document = document
        self._has_own_handlers = False
        self._refused: InvalidSettings | None = None
        self.index = RouteIndex()
        super().__init__(
            title=info.title,
            version=info.version,
            description=info.description,
            openapi_url=None,  # the kit serves its own documents
            redirect_slashes=False,
            lifespan=self._live,
            exception_handlers=dict(HANDLERS),
            telemetry={"tracing": False, "metrics": False, "logs": False},
        )
        self.router.middleware_stack = self._dispatch
        for endpoint in endpoints:
            server = OperationServer(endpoint, info.name, metrics)
            self._add(OperationRoute(f"{info.prefix}{endpoint.operation.path}", server, self))
        for path, handler in system.items():
            self._add(SystemRoute(path, handler, self))

    def _add(self, route: OperationRoute | SystemRoute) -> None:
        self.index.add(route)
        self.router.routes.append(route)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._start_and_stop(scope, receive, send)
        elif self._streams_events(request := request_scope(scope)):
            socket = EventSocket(scope, receive, send)
            await self._serve(request, socket.receive, socket.send)
        else:
            await super().__call__(scope, receive, send)

    def _streams_events(self, scope: Scope) -> bool:
        found = self.index.find(scope)
        return found is not None and isinstance(found[0], OperationRoute) and found[0].streams

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        running = self.running
        timeout = running.settings.body_timeout_seconds if running is not None else _BEFORE_START_SECONDS
        request = RequestState(scope, receive, send, timeout)
        route = self.index.exact(scope) if self._is_plain() else None
        try:
            if route is not None:
                scope["app"] = self
                await route.serve(request, {})
            else:
                scope[SCOPE_KEY] = request
                await super().__call__(scope, receive, request.forward)
        finally:
            if request.is_counted:
                self._account(request, running)

    async def _dispatch(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Route a request behind the middleware: to the kit's routes by their index, else as FastAPI does."""
        found = self.index.find(scope) if scope["type"] == "http" else None
        if found is None:
            if scope["type"] == "http" and self.running is not None:
                request: RequestState = scope[SCOPE_KEY]
                admission = self.running.admission
                request.consumer = admission.identify(request.headers, public=self._is_public(scope))
            await self.router.app(scope, receive, send)
            return
        route, values = found
        scope.update(router=self.router, route=route, endpoint=route.endpoint, path_params=values)
        await route.handle(scope, receive, send)

    def _is_public(self, scope: Scope) -> bool:
        """Return whether a route that was added says in OpenAPI's words that it needs no credential."""
        matching = (route for route in self.router.routes if route.matches(scope)[0] is Match.FULL)
        extra = getattr(next(matching, None), "openapi_extra", None) or {}
        return extra.get("security") == []

    def _is_plain(self) -> bool:
        """Return whether no middleware of FastAPI is between a request and its operation."""
        return not (
            self.user_middleware or self._has_own_handlers or "build_middleware_stack" in self.__dict__
        )

    def add_exception_handler(self, exc_class_or_status_code: Any, handler: Any) -> None:
        self._has_own_handlers = True
        super().add_exception_handler(exc_class_or_status_code, handler)

    def has_own_handler(self, kind: type[BaseException]) -> bool:
        """Return whether an exception handler was added for *kind* or for a class that it refines."""
        if not self._has_own_handlers:
            return False
        handlers = self.exception_handlers
        found = next((handlers[one] for one in kind.__mro__ if one in handlers), None)
        return found is not None and found not in HANDLERS.values()

    def exception_handler(self, exc_class_or_status_code: Any) -> Any:
        self._has_own_handlers = True
        return super().exception_handler(exc_class_or_status_code)

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document of the operations, and of the routes that were added to them."""
        if not self.openapi_schema:
            own = self._document()
            added = [route for route in self.routes if not isinstance(route, KitRoute)]
            other = get_openapi(title=self.title, version=self.version, routes=added)
            schemas = other.get("components", {}).get("schemas", {}) | own["components"]["schemas"]
            self.openapi_schema = own | {
                "paths": other["paths"] | own["paths"],
                "components": own["components"] | {"schemas": schemas},
            }
        return self.openapi_schema

    def _account(self, request: RequestState, running: State | None) -> None:
        seconds = time.perf_counter() - request.started
        self.metrics.count(
            request.operation_id, request.status, seconds, request.received_bytes, request.sent_bytes
        )
        if running is not None:
            running.log.write(
                message="request",
                request_id=request.request_id,
                consumer=request.consumer.id,
                operation=request.operation_id,
                method=request.method,
                status=request.status,
                code=request.error_code,
                milliseconds=round(seconds * 1000, 2),
                received_bytes=request.received_bytes,
                sent_bytes=request.sent_bytes,
                cache=request.cache,
            )

    @asynccontextmanager
    async def _live(self, _: FastAPI) -> AsyncIterator[None]:
        try:
            settings = KitSettings.load()
            configure(settings.log_level)
            self.running = state = await self._open_state(self, settings)
        except InvalidSettings as error:
            self._refused = error
            raise
        self._follow_signals(settings.shutdown_seconds)
        try:
            yield
        finally:
            self.running = None
            await state.close()

    async def _start_and_stop(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the lifespan. Settings that are wrong are reported without a stack."""
        self._refused = None

        async def report(message: Any) -> None:
            if message["type"] == "lifespan.startup.failed" and self._refused is not None:
                message = {**message, "message": f"These settings are wrong:\n{self._refused}"}
            await send(message)

        try:
            await super().__call__(scope, receive, report)
        except InvalidSettings:
            if self._refused is None:
                raise

    def _follow_signals(self, seconds: float) -> None:
        """Stop being ready at SIGTERM, and end what still runs *seconds* later.

        The server waits for requests in flight without telling the application: an endless event stream would
        otherwise delay the exit forever.
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
        running = self.running
        if running is not None and not running.draining:
            running.draining = True
            asyncio.get_running_loop().call_later(seconds, _set, running.closing)


def _chain(first: Callable[[], Any], then: Callable[[int, Any], Any]) -> Callable[[int, Any], None]:
    def handle(number: int, frame: Any) -> None:
        first()
        then(number, frame)

    return handle


def _set(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
