"""The routes of a service: operations found by a dictionary where their path is plain, else by pattern."""

import asyncio
import re
from collections.abc import Mapping
from typing import Any, Protocol

from starlette._utils import get_route_path
from starlette.routing import Match, Route

from servicekit.errors import MethodNotAllowed, OperationError, Unavailable
from servicekit.http.application.system import SystemHandler
from servicekit.http.errors.classification import classify, name_fields
from servicekit.http.errors.request_errors import ClientGone
from servicekit.http.request.request_state import JSON, Receive, RequestState, Scope, Send, request_state_of
from servicekit.http.serving.operation_server import OperationServer
from servicekit.http.serving.state import State
from servicekit.observe.metrics import Metrics

CLIENT_GONE = 499
_SLASHES = re.compile(r"/{2,}")


class Serving(Protocol):
    """What a route needs of its application."""

    running: State | None
    metrics: Metrics
    index: "RouteIndex"

    def has_own_handler(self, kind: type[BaseException]) -> bool: ...


class KitRoute(Route):
    """A route that the kit serves. Its answer is sent by the RequestState, not as a Response."""

    def __init__(self, path: str, handler: Any, application: Serving, *, method: str, name: str) -> None:
        super().__init__(path, handler, methods=[method], name=name, include_in_schema=False)
        self.method = method
        self.application = application

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in (self.methods or ()):
            allowed = self.application.index.allowed(scope)
            raise MethodNotAllowed(method=scope["method"], allowed=allowed, headers={"allow": allowed})
        await self.serve(request_state_of(scope, receive, send), scope.get("path_params", {}))

    async def serve(self, request: RequestState, path_values: Mapping[str, str]) -> None:
        raise NotImplementedError


class OperationRoute(KitRoute):
    """Serves one operation by its plan. Failures are answered here, in the operation's dialect."""

    def __init__(self, path: str, server: OperationServer, application: Serving) -> None:
        endpoint = server.endpoint
        super().__init__(
            path,
            endpoint.operation.handler,
            application,
            method=endpoint.operation.method,
            name=endpoint.operation_id,
        )
        self.server = server
        self.streams = endpoint.result == "events"

    async def serve(self, request: RequestState, path_values: Mapping[str, str]) -> None:
        state = self.application.running
        try:
            if state is None:
                raise Unavailable  # noqa: TRY301 - answered like every other refusal
            await self.server.serve(request, state, path_values)
        except BaseException as error:
            if request.status == 0 and self._has_handler(error):
                raise
            await self._fail(request, error)
            if not isinstance(error, Exception):
                raise

    def _has_handler(self, error: BaseException) -> bool:
        """Return whether the application has an exception handler of its own for *error*."""
        return self.application.has_own_handler(type(error))

    async def _fail(self, request: RequestState, error: BaseException) -> None:
        """Answer with the error; an answer that has begun is cut, so that it cannot pass for whole."""
        if isinstance(error, (ClientGone, asyncio.CancelledError)):
            request.status = CLIENT_GONE
            return
        refusal = classify(error, request.request_id)
        name_fields(refusal, request.field_names)
        request.error_code = refusal.code
        self.application.metrics.count_error(request.operation_id, refusal.code)
        if not request.status:
            await answer_failure(request, refusal)


async def answer_failure(request: RequestState, refusal: OperationError) -> None:
    """Send *refusal* in the dialect of the operation, after reading on for a moment if a body is coming."""
    headers = [(name.encode(), value.encode()) for name, value in refusal.headers.items()]
    body = request.dialect.render(refusal, request.request_id).model_dump_json().encode()
    status = request.dialect.status(type(refusal))
    must_drain = not request.received_all and (
        request.content_length or b"transfer-encoding" in request.headers
    )
    if not must_drain:
        await request.respond(status, body, headers=headers)
        return
    # The server closes the connection with the last message: who is still sending would see a reset.
    await request.begin(status, JSON, [*headers, (b"connection", b"close")], len(body))
    await request.write(body)
    await request.drain()
    await request.write(b"", more=False)


class SystemRoute(KitRoute):
    """Health, metrics and documents: not counted among the requests."""

    def __init__(self, path: str, handler: SystemHandler, application: Serving) -> None:
        super().__init__(path, handler, application, method="GET", name=f"system:{path}")
        self._handler = handler

    async def serve(self, request: RequestState, path_values: Mapping[str, str]) -> None:  # noqa: ARG002 - as above
        request.is_counted = False
        await self._handler(request, self.application.running)


class RouteIndex:
    """Finds the routes of the kit: by path and method in one look-up, else by pattern.

    A trailing or a doubled slash means the same operation.
    """

    def __init__(self) -> None:
        self._exact: dict[str, dict[str, KitRoute]] = {}
        self._patterns: dict[str, dict[str, KitRoute]] = {}

    def add(self, route: KitRoute) -> None:
        is_plain = not route.param_convertors
        kind, key = (self._exact, route.path) if is_plain else (self._patterns, route.path_regex.pattern)
        methods = kind.setdefault(key, {})
        if route.method in methods:
            raise ValueError(f"{route.method} {route.path} is declared twice")
        methods[route.method] = route

    def exact(self, scope: Scope) -> KitRoute | None:
        """Return the route of a plain path, None for any other."""
        methods = self._exact.get(scope["path"] if not scope.get("root_path") else get_route_path(scope))
        return None if methods is None else _of(methods, scope["method"])

    def find(self, scope: Scope) -> tuple[KitRoute, dict[str, Any]] | None:
        """Return the route of a request and its path parameters, None if no route of the kit takes it."""
        methods, values = self._methods(scope)
        route = _of(methods, scope["method"])
        return None if route is None else (route, values)

    def allowed(self, scope: Scope) -> str:
        """Return the methods of all routes at a path."""
        methods = self._methods(scope)[0]
        return ", ".join(sorted({*methods, "HEAD"} if "GET" in methods else methods))

    def _methods(self, scope: Scope) -> tuple[Mapping[str, KitRoute], dict[str, Any]]:
        path = get_route_path(scope)
        found = self._at(scope, path)
        if not found[0] and (path.endswith("/") or "//" in path):
            usual = _SLASHES.sub("/", path).rstrip("/")
            found = self._at({**scope, "path": usual, "root_path": ""}, usual)
        return found

    def _at(self, scope: Scope, path: str) -> tuple[Mapping[str, KitRoute], dict[str, Any]]:
        if (methods := self._exact.get(path)) is not None:
            return methods, {}
        for methods in self._patterns.values():
            match, found = next(iter(methods.values())).matches(scope)
            if match is not Match.NONE:
                return methods, found["path_params"]
        return {}, {}


def _of(methods: Mapping[str, KitRoute], method: str) -> KitRoute | None:
    return methods.get(method) or (methods.get("GET") if method == "HEAD" else None)
