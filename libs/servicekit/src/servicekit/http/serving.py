"""Serve one operation: admit, read, look up, call, answer."""

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError
from starlette.requests import Request

from servicekit.context import ANONYMOUS
from servicekit.errors import ErrorDetail, InvalidInput
from servicekit.files.library import FileLibrary
from servicekit.http.answering import send_model
from servicekit.http.content import send_content
from servicekit.http.endpoint import Endpoint
from servicekit.http.events import EventSender, wants_stream
from servicekit.http.exchange import Exchange, Headers
from servicekit.http.intake import Intake
from servicekit.http.landing import StoreLanding
from servicekit.http.live_context import LiveContext
from servicekit.http.reading import Reading, ReadingLimits, RequestReader
from servicekit.http.result_cache import digest, pack, renewed, unpack_file
from servicekit.http.state import State
from servicekit.http.streaming import open_stream, read_headers, write_headers
from servicekit.http.watching import Watch
from servicekit.http.workspace import Workspace
from servicekit.observe.metrics import Metrics
from servicekit.observe.tracing import describe_span
from servicekit.outputs import EventStream
from servicekit.ports.files import FileStoreNotConfigured
from servicekit.runs import Process

_NOTHING: AbstractAsyncContextManager[dict[str, Any]] = nullcontext({})


class OperationServer:
    """Serves requests of one endpoint."""

    def __init__(self, endpoint: Endpoint, service: str, metrics: Metrics) -> None:
        self.endpoint = endpoint
        self._service = service
        self._metrics = metrics
        self._reader: RequestReader | None = None
        self._file_limit = 0
        # A worker keeps its window: what is secret goes through files, which are gone with their request.
        operation = endpoint.operation
        self._holds_files = isinstance(operation.run, Process) and not operation.secret

    async def serve(self, exchange: Exchange, state: State, path_values: Mapping[str, str]) -> None:
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
        intake = Intake(workspace, consumer.id, state.fetcher, state.files, landing)
        if state.stop_tracing is not None:
            operation = exchange.operation_id
            describe_span(
                {"request.id": exchange.request_id, "consumer": consumer.id, "operation": operation}
            )
        try:
            await self._perform(_Turn(exchange, state, workspace, intake), path_values)
        finally:
            state.admission.leave(consumer)
            if landing is not None:
                await landing.clear()
            if workspace.used:
                await workspace.remove()

    async def _perform(self, turn: "_Turn", path_values: Mapping[str, str]) -> None:
        arguments = self._path_arguments(path_values)
        reading = await self._reader_of(turn.state).read(turn.exchange, turn.intake)
        key = await self._cache_key(turn, reading, arguments)
        if key is not None and await self._answer_from_cache(key, turn, reading):
            return
        context = self._context(turn)
        self._fill(arguments, reading, context, turn.state)
        self._take_up(arguments, turn)
        listens = self.endpoint.stream is None  # a stream tells its reader when the caller leaves
        watch = Watch(turn.exchange, context, turn.state.closing, listens=listens)
        try:
            async with self._solved(turn.exchange) as values:
                arguments.update(values)
                result = await turn.state.invoker.call(self.endpoint, arguments, context, watch)
            if key is not None:
                await self._keep(key, result, turn.state)
            await self._answer(turn, result, reading, watch)
        finally:
            watch.close()
        self._metrics.count_performed(self.endpoint.operation_id, self.endpoint.operation.cost)

    def _solved(self, exchange: Exchange) -> AbstractAsyncContextManager[dict[str, Any]]:
        """Return what FastAPI's markers among the parameters ask for."""
        if self.endpoint.dependencies is None:
            return _NOTHING
        return self.endpoint.dependencies.solved(Request(exchange.scope))

    def _reader_of(self, state: State) -> RequestReader:
        if self._reader is None:
            limits, settings = self.endpoint.operation.limits, state.settings
            self._file_limit = limits.max_file_bytes or settings.max_file_bytes
            reading = ReadingLimits(
                limits.max_json_bytes or settings.max_json_bytes,
                self._file_limit,
                limits.max_files or settings.max_files,
            )
            self._reader = RequestReader(self.endpoint, reading)
        return self._reader

    def _path_arguments(self, path_values: Mapping[str, str]) -> dict[str, Any]:
        arguments: dict[str, Any] = {}
        for name, adapter in self.endpoint.path_parameters.items():
            try:
                arguments[name] = adapter.validate_python(path_values[name])
            except ValidationError as error:
                message = error.errors(include_url=False, include_input=False)[0]["msg"]
                details = [ErrorDetail(field=name, message=message)]
                raise InvalidInput(f"'{name}' in the path: {message}.", details=details) from error
        return arguments

    def _context(self, turn: "_Turn") -> LiveContext:
        exchange, state = turn.exchange, turn.state
        return LiveContext(
            consumer=exchange.consumer,
            request_id=exchange.request_id,
            seconds=self.endpoint.operation.deadline.total_seconds(),
            input_bytes=exchange.body_bytes + turn.workspace.reserved,
            workspace=turn.workspace,
            store=lambda: state.store.for_consumer(self._service, exchange.consumer.id),
            fetch=lambda url, field, rule: turn.intake.fetch(url, field, rule, self._file_limit),
        )

    def _fill(self, arguments: dict[str, Any], reading: Reading, context: LiveContext, state: State) -> None:
        endpoint = self.endpoint
        if endpoint.form_parameter:
            arguments[endpoint.form_parameter] = reading.form
        if endpoint.context_parameter:
            arguments[endpoint.context_parameter] = context
        for name, kind in endpoint.settings_parameters.items():
            arguments[name] = state.service_settings[kind]

    def _take_up(self, arguments: dict[str, Any], turn: "_Turn") -> None:
        """Give the handler what it asked for by type: the library, headers, the body as it comes."""
        endpoint = self.endpoint
        if endpoint.library_parameter:
            if not isinstance(turn.state.files, FileLibrary):
                raise FileStoreNotConfigured
            arguments[endpoint.library_parameter] = turn.state.files
        if endpoint.headers_parameter is not None:
            name, model = endpoint.headers_parameter
            arguments[name] = read_headers(model, turn.exchange.headers)
        if endpoint.stream is not None:
            name, rule = endpoint.stream
            arguments[name] = open_stream(turn.exchange, rule)

    def _landing(self, exchange: Exchange, state: State) -> StoreLanding | None:
        if not self.endpoint.keeps_files:
            return None
        is_raw = not exchange.content_type.startswith(("application/json", "multipart/"))
        return StoreLanding(state.files, exchange.consumer, (exchange.content_length or 0) if is_raw else 0)

    async def _cache_key(self, turn: "_Turn", reading: Reading, arguments: dict[str, Any]) -> str | None:
        cache = self.endpoint.operation.cache
        if (
            cache is None
            or not turn.state.cache.keeps
            or (cache.when is not None and not cache.when(reading.form))
        ):
            return None
        consumer = turn.exchange.consumer if self.endpoint.context_parameter else ANONYMOUS
        parts = (self.endpoint, reading.form, arguments, consumer.id)
        if turn.workspace.held is None:
            return digest(*parts)
        loop = asyncio.get_running_loop()  # what is held in memory was not hashed yet
        return await loop.run_in_executor(turn.state.io, digest, *parts)

    async def _answer_from_cache(self, key: str, turn: "_Turn", reading: Reading) -> bool:
        exchange, state = turn.exchange, turn.state
        kept = await state.cache.get(key)
        exchange.cache = "miss" if kept is None else "hit"
        self._metrics.count_cache(self.endpoint.operation_id, exchange.cache)
        if kept is None:
            return False
        if self.endpoint.result in ("model", "model_or_events"):
            await exchange.answer(200, renewed(self.endpoint, kept), headers=_cache_header(exchange))
            return True
        report_type = next(iter(get_args(self.endpoint.result_type)), None)
        output = unpack_file(kept, report_type)
        await state.answerer.send_file(
            exchange, output, reading.output, turn.workspace, _cache_header(exchange)
        )
        return True

    async def _keep(self, key: str, result: Any, state: State) -> None:
        cache = self.endpoint.operation.cache
        if cache is not None and (packed := pack(self.endpoint, result, cache.max_bytes)) is not None:
            await state.cache.put(key, packed, cache.seconds)

    async def _answer(self, turn: "_Turn", result: Any, reading: Reading, watch: Watch) -> None:
        exchange, state = turn.exchange, turn.state
        headers = _cache_header(exchange)
        match self.endpoint.result:
            case "events" | "model_or_events" if isinstance(result, EventStream):
                await self._send_events(turn, result, watch)
            case "model" | "model_or_events":
                await send_model(exchange, result, headers, self.endpoint.success_status)
            case "file":
                await state.answerer.send_file(exchange, result, reading.output, turn.workspace, headers)
            case "files":
                await state.answerer.send_files(exchange, result, reading.output, turn.workspace, headers)
            case "content":
                await send_content(exchange, result)
            case "reply":
                status = self.endpoint.success_status
                await exchange.answer_empty(status, [*headers, *write_headers(result.headers)])
            case _:
                await exchange.answer_empty(204, headers)

    async def _send_events(self, turn: "_Turn", stream: EventStream[Any], watch: Watch) -> None:
        exchange, state = turn.exchange, turn.state
        sender = EventSender(state.io, state.settings.heartbeat_seconds)
        if self.endpoint.result == "events" and not wants_stream(exchange):
            await exchange.answer(200, await sender.collect(stream, watch))
            return
        refusal = await sender.send(exchange, stream, watch)
        if refusal is not None:
            exchange.error_code = refusal.code
            self._metrics.count_error(exchange.operation_id, refusal.code)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One request with what serves it."""

    exchange: Exchange
    state: State
    workspace: Workspace
    intake: Intake


def _cache_header(exchange: Exchange) -> Headers:
    return [(b"x-cache", exchange.cache.encode())] if exchange.cache else []
