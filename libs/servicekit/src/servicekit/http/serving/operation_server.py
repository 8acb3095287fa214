"""Serve one operation: admit the caller, read the request, run the handler, answer."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any

from starlette.requests import Request

from servicekit.errors import InternalError, OperationError, Unavailable
from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.http.execution import admission, invoker
from servicekit.http.execution.watch import Watch
from servicekit.http.files.resolver import FileResolver
from servicekit.http.files.upload_target import StoreTarget
from servicekit.http.files.workspace import Workspace
from servicekit.http.jobs.progress import ProgressSender
from servicekit.http.request.preferences import Preference
from servicekit.http.request.reader import Reading
from servicekit.http.request.request_state import RequestState
from servicekit.http.serving import arguments, idempotency, job_desk, responder
from servicekit.http.serving.active_request import ActiveRequest, DownloadsApart
from servicekit.http.serving.arguments import ArgumentReader
from servicekit.http.serving.idempotency import Idempotency
from servicekit.http.serving.job_desk import JobDesk
from servicekit.http.serving.responder import Responder
from servicekit.http.serving.state import State
from servicekit.observe.metrics import Metrics
from servicekit.observe.tracing import describe_span
from servicekit.operations.outputs import EventStream
from servicekit.operations.runs import Process
from servicekit.tickets import current_job

_NOTHING: AbstractAsyncContextManager[dict[str, Any]] = nullcontext({})


class OperationServer:
    """Serves requests of one endpoint."""

    def __init__(self, endpoint: Endpoint, service: str, metrics: Metrics) -> None:
        self.endpoint = endpoint
        self._metrics = metrics
        self._arguments = ArgumentReader(endpoint, service)
        self._responder = Responder(endpoint, metrics)
        self._desk = JobDesk(endpoint, service)
        self._idempotency = Idempotency(endpoint, service)
        # A worker keeps its window: what is secret goes through files, which are gone with their request.
        operation = endpoint.operation
        self._holds_files = isinstance(operation.run, Process) and not operation.secret

    async def serve(self, request: RequestState, state: State, path_values: Mapping[str, str]) -> None:
        request.operation_id = self.endpoint.operation_id
        request.dialect = self.endpoint.operation.dialect
        request.field_names = self.endpoint.field_names
        request.consumer = consumer = state.admission.identify(
            request.headers, public=self.endpoint.operation.public
        )
        request.ticket = state.admission.ticket(request.headers)
        if request.ticket is not None and request.ticket.asks:
            is_running = request.ticket.job in state.invoker.jobs
            await request.respond(200, b'{"running":true}' if is_running else b'{"running":false}')
            return
        if request.ticket is not None:
            current_job.set(request.ticket.job)
        if request.ticket is not None and request.ticket.progress:
            sender = ProgressSender(request.send_message)
            request.send_message, request.report = sender.send, sender.report
        preference = self._desk.preference(request, state)
        request.decode_body()
        state.admission.enter(consumer)
        workspace = Workspace(state.spool, consumer.id, may_hold=self._holds_files and preference is None)
        target = self._store_target(request, state)
        resolver = FileResolver(workspace, consumer.id, state.fetcher, state.files, target)
        if state.stop_tracing is not None:
            operation = request.operation_id
            describe_span({"request.id": request.request_id, "consumer": consumer.id, "operation": operation})
        downloads = DownloadsApart(consumer.id, state)
        try:
            active = ActiveRequest(request, state, workspace, resolver, downloads)
            await self._perform(active, path_values, preference)
        finally:
            state.admission.leave(consumer)
            if target is not None:
                await target.clear()
            await downloads.remove()
            if workspace.used:
                await workspace.remove()

    async def _perform(
        self, active: ActiveRequest, path_values: Mapping[str, str], preference: Preference | None
    ) -> None:
        reading, arguments = await self._arguments.read(active, path_values)
        key = self._idempotency.key(active.request)
        if key is None:
            await self._carry_out(active, reading, arguments, preference)
            return
        async with self._idempotency.once(key, active, reading, arguments) as is_first:
            if is_first:
                await self._carry_out(active, reading, arguments, preference)

    async def _carry_out(
        self,
        active: ActiveRequest,
        reading: Reading,
        arguments: dict[str, Any],
        preference: Preference | None,
    ) -> None:
        if await self._desk.takes(active, reading, preference):
            return
        key = await self._responder.cache_key(active, reading, arguments)
        if key is not None and await self._responder.answer_from_cache(key, active, reading):
            return
        progress = self._responder.progress_events(active.request)
        context = self._arguments.context(active)
        self._arguments.fill(arguments, reading, context, active)
        # A stream tells its reader when the caller leaves; who sent a key comes back for the answer.
        listens = self.endpoint.stream is None and not active.request.is_kept
        watch = Watch(active.request, context, active.state.closing, listens=listens)

        async def work() -> Any:
            async with self._solved(active.request) as values:
                arguments.update(values)
                result = await active.state.invoker.call(self.endpoint, arguments, context, watch)
            if key is not None:
                await self._responder.keep(key, result, active.state)
            return result

        try:
            result = EventStream(progress.follow(work)) if progress is not None else await work()
            await self._responder.answer(active, result, reading, watch)
        finally:
            watch.close()
        self._metrics.count_performed(self.endpoint.operation_id, self.endpoint.operation.cost)

    def _solved(self, request: RequestState) -> AbstractAsyncContextManager[dict[str, Any]]:
        """Return what FastAPI's markers among the parameters ask for."""
        if self.endpoint.dependencies is None:
            return _NOTHING
        return self.endpoint.dependencies.solved(Request(request.scope))

    def _store_target(self, request: RequestState, state: State) -> StoreTarget | None:
        if not self.endpoint.keeps_files:
            return None
        is_raw = not request.content_type.startswith(("application/json", "multipart/"))
        return StoreTarget(state.files, request.consumer, (request.content_length or 0) if is_raw else 0)


def errors_of(endpoint: Endpoint) -> list[type[OperationError]]:
    """Return what the kit itself may answer on an operation, as its parts declare it."""
    found: list[type[OperationError]] = [InternalError, Unavailable]
    for part in (admission, arguments, invoker, responder, job_desk, idempotency):
        found += part.errors_of(endpoint)
    return list(dict.fromkeys(found))
