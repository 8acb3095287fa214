"""Serve one operation: admit the caller, read the request, run the handler, answer."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any

from starlette.requests import Request

from servicekit.errors import InternalError, OperationError, Unavailable
from servicekit.http import arguments, identity, invocation, responding
from servicekit.http.active_request import ActiveRequest
from servicekit.http.arguments import ArgumentReader
from servicekit.http.endpoint import Endpoint
from servicekit.http.file_resolver import FileResolver
from servicekit.http.request_state import RequestState
from servicekit.http.responding import Responder
from servicekit.http.state import State
from servicekit.http.upload_target import StoreTarget
from servicekit.http.watching import Watch
from servicekit.http.workspace import Workspace
from servicekit.observe.metrics import Metrics
from servicekit.observe.tracing import describe_span
from servicekit.runs import Process

_NOTHING: AbstractAsyncContextManager[dict[str, Any]] = nullcontext({})


class OperationServer:
    """Serves requests of one endpoint."""

    def __init__(self, endpoint: Endpoint, service: str, metrics: Metrics) -> None:
        self.endpoint = endpoint
        self._metrics = metrics
        self._arguments = ArgumentReader(endpoint, service)
        self._responder = Responder(endpoint, metrics)
        # A worker keeps its window: what is secret goes through files, which are gone with their request.
        operation = endpoint.operation
        self._holds_files = isinstance(operation.run, Process) and not operation.secret

    async def serve(self, exchange: RequestState, state: State, path_values: Mapping[str, str]) -> None:
        exchange.operation_id = self.endpoint.operation_id
        exchange.dialect = self.endpoint.operation.dialect
        exchange.field_names = self.endpoint.field_names
        exchange.consumer = consumer = state.admission.identify(
            exchange.headers, public=self.endpoint.operation.public
        )
        exchange.decode_body()
        state.admission.enter(consumer)
        workspace = Workspace(state.spool, consumer.id, may_hold=self._holds_files)
        landing = self._landing(exchange, state)
        intake = FileResolver(workspace, consumer.id, state.fetcher, state.files, landing)
        if state.stop_tracing is not None:
            operation = exchange.operation_id
            describe_span(
                {"request.id": exchange.request_id, "consumer": consumer.id, "operation": operation}
            )
        try:
            await self._perform(ActiveRequest(exchange, state, workspace, intake), path_values)
        finally:
            state.admission.leave(consumer)
            if landing is not None:
                await landing.clear()
            if workspace.used:
                await workspace.remove()

    async def _perform(self, active: ActiveRequest, path_values: Mapping[str, str]) -> None:
        reading, arguments = await self._arguments.read(active, path_values)
        key = await self._responder.cache_key(active, reading, arguments)
        if key is not None and await self._responder.answer_from_cache(key, active, reading):
            return
        context = self._arguments.context(active)
        self._arguments.fill(arguments, reading, context, active)
        listens = self.endpoint.stream is None  # a stream tells its reader when the caller leaves
        watch = Watch(active.exchange, context, active.state.closing, listens=listens)
        try:
            async with self._solved(active.exchange) as values:
                arguments.update(values)
                result = await active.state.invoker.call(self.endpoint, arguments, context, watch)
            if key is not None:
                await self._responder.keep(key, result, active.state)
            await self._responder.answer(active, result, reading, watch)
        finally:
            watch.close()
        self._metrics.count_performed(self.endpoint.operation_id, self.endpoint.operation.cost)

    def _solved(self, exchange: RequestState) -> AbstractAsyncContextManager[dict[str, Any]]:
        """Return what FastAPI's markers among the parameters ask for."""
        if self.endpoint.dependencies is None:
            return _NOTHING
        return self.endpoint.dependencies.solved(Request(exchange.scope))

    def _landing(self, exchange: RequestState, state: State) -> StoreTarget | None:
        if not self.endpoint.keeps_files:
            return None
        is_raw = not exchange.content_type.startswith(("application/json", "multipart/"))
        return StoreTarget(state.files, exchange.consumer, (exchange.content_length or 0) if is_raw else 0)


def errors_of(endpoint: Endpoint) -> list[type[OperationError]]:
    """Return what the kit itself may answer on an operation, as its parts declare it."""
    found: list[type[OperationError]] = [InternalError, Unavailable]
    for part in (identity, arguments, invocation, responding):
        found += part.errors_of(endpoint)
    return list(dict.fromkeys(found))
