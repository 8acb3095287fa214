"""Write the response: a cached result, or the result of the handler."""

import asyncio
from typing import Any, get_args

from servicekit.context import ANONYMOUS
from servicekit.errors import OperationError, RangeNotSatisfiable
from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.http.execution.watch import Watch
from servicekit.http.request.reader import Reading
from servicekit.http.request.request_state import Headers, RequestState
from servicekit.http.request.streams import write_headers
from servicekit.http.response.content import send_content
from servicekit.http.response.events import MEDIA_TYPE, EventSender, frame, wants_stream
from servicekit.http.response.file_sender import OutputTooLargeForJson, send_model
from servicekit.http.response.progress_events import ProgressEvents
from servicekit.http.response.result_cache import digest, pack, renewed, unpack_file
from servicekit.http.serving.active_request import ActiveRequest
from servicekit.http.serving.state import State
from servicekit.observe.metrics import Metrics
from servicekit.operations.outputs import EventStream
from servicekit.ports.file_errors import WRITE_ERRORS, FileStoreNotConfigured


class Responder:
    """Writes the responses of one endpoint."""

    def __init__(self, endpoint: Endpoint, metrics: Metrics) -> None:
        self.endpoint = endpoint
        self._metrics = metrics

    async def cache_key(
        self, active: ActiveRequest, reading: Reading, arguments: dict[str, Any]
    ) -> str | None:
        """Return the key of the result, None if it is not cached."""
        cache = self.endpoint.operation.cache
        if (
            cache is None
            or not active.state.cache.keeps
            or (cache.when is not None and not cache.when(reading.form))
        ):
            return None
        consumer = active.request.consumer if self.endpoint.context_parameter else ANONYMOUS
        parts = (self.endpoint, reading.form, arguments, consumer.id)
        if active.workspace.held is None:
            return digest(*parts)
        loop = asyncio.get_running_loop()  # what is held in memory was not hashed yet
        return await loop.run_in_executor(active.state.io, digest, *parts)

    async def answer_from_cache(self, key: str, active: ActiveRequest, reading: Reading) -> bool:
        """Send the cached result under *key*. Return whether there was one."""
        request, state = active.request, active.state
        kept = await state.cache.get(key)
        request.cache = "miss" if kept is None else "hit"
        self._metrics.count_cache(self.endpoint.operation_id, request.cache)
        if kept is None:
            return False
        if self._tells_progress(request):
            event, headers = frame("result", renewed(self.endpoint, kept)), _cache_header(request)
            await request.respond(200, event, media_type=MEDIA_TYPE, headers=headers)
            return True
        if self.endpoint.result in ("model", "model_or_events"):
            await request.respond(200, renewed(self.endpoint, kept), headers=_cache_header(request))
            return True
        report_type = next(iter(get_args(self.endpoint.result_type)), None)
        output = unpack_file(kept, report_type)
        await state.file_sender.send_file(
            request, output, reading.output, active.workspace, _cache_header(request)
        )
        return True

    def progress_events(self, request: RequestState) -> ProgressEvents | None:
        """Return what collects the handler's progress, if the caller asks for it, and let it be told."""
        if not self._tells_progress(request):
            return None
        events = ProgressEvents()
        request.report = events.report
        return events

    def _tells_progress(self, request: RequestState) -> bool:
        return self.endpoint.operation.progress and request.ticket is None and wants_stream(request)

    async def keep(self, key: str, result: Any, state: State) -> None:
        """Cache *result* under *key* unless it is too large."""
        cache = self.endpoint.operation.cache
        if cache is not None and (packed := pack(self.endpoint, result, cache.max_bytes)) is not None:
            await state.cache.put(key, packed, cache.seconds)

    async def answer(self, active: ActiveRequest, result: Any, reading: Reading, watch: Watch) -> None:
        """Write the handler's result to the response."""
        request, state = active.request, active.state
        headers = _cache_header(request)
        match self.endpoint.result:
            case "events" | "model_or_events" | "model" if isinstance(result, EventStream):
                await self._send_events(active, result, watch)
            case "model" | "model_or_events":
                await send_model(request, result, headers, self.endpoint.success_status)
            case "file":
                await state.file_sender.send_file(request, result, reading.output, active.workspace, headers)
            case "files":
                await state.file_sender.send_files(request, result, reading.output, active.workspace, headers)
            case "content":
                await send_content(request, result)
            case "reply":
                status = self.endpoint.success_status
                await request.respond_empty(status, [*headers, *write_headers(result.headers)])
            case _:
                await request.respond_empty(204, headers)

    async def _send_events(self, active: ActiveRequest, stream: EventStream[Any], watch: Watch) -> None:
        request, state = active.request, active.state
        sender = EventSender(state.io, state.settings.heartbeat_seconds)
        if self.endpoint.result == "events" and not wants_stream(request):
            await request.respond(200, await sender.collect(stream, watch))
            return
        refusal = await sender.send(request, stream, watch)
        if refusal is not None:
            request.error_code = refusal.code
            self._metrics.count_error(request.operation_id, refusal.code)


def _cache_header(request: RequestState) -> Headers:
    return [(b"x-cache", request.cache.encode())] if request.cache else []


def errors_of(endpoint: Endpoint) -> list[type[OperationError]]:
    """Return what may go wrong with an answer."""
    found: list[type[OperationError]] = []
    if endpoint.result == "events":
        found.append(OutputTooLargeForJson)
    if endpoint.has_output_option:
        found += [FileStoreNotConfigured, OutputTooLargeForJson, *WRITE_ERRORS]
    if endpoint.result == "content":
        found.append(RangeNotSatisfiable)
    return found
