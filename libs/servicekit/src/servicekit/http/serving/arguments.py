"""Read a request into the arguments of its handler."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from servicekit.errors import ErrorDetail, InvalidInput, OperationError
from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.http.errors.messages import describe_mistake, shorten
from servicekit.http.execution.live_context import LiveContext
from servicekit.http.jobs.consumer_jobs import ConsumerJobs
from servicekit.http.request import reader, streams
from servicekit.http.request.reader import Reading, ReadingLimits, RequestReader
from servicekit.http.request.streams import open_stream, read_headers
from servicekit.http.serving.active_request import ActiveRequest
from servicekit.http.serving.state import State
from servicekit.operations.runs import Process
from servicekit.ports.file_errors import (
    FileDamaged,
    FileIndexUnavailable,
    FileKeyMissing,
    FileStoreNotConfigured,
    FileStoreUnavailable,
)
from servicekit.ports.store import StoreConflict, StoreFailed, StoreUnavailable
from servicekit.tickets import JobTicket


class ArgumentReader:
    """Reads requests of one endpoint."""

    def __init__(self, endpoint: Endpoint, service: str) -> None:
        self.endpoint = endpoint
        self._service = service
        self._reader: RequestReader | None = None
        self._file_limit = 0

    async def read(
        self, active: ActiveRequest, path_values: Mapping[str, str]
    ) -> tuple[Reading, dict[str, Any]]:
        """Return the request and its path arguments. Raises the errors of an invalid request."""
        arguments = self._path_arguments(path_values)
        return await self._reader_of(active.state).read(active.request, active.resolver), arguments

    def fill(
        self, arguments: dict[str, Any], reading: Reading, context: LiveContext, active: ActiveRequest
    ) -> None:
        """Add everything else that the handler takes."""
        self._fill(arguments, reading, context, active.state)
        self._take_up(arguments, active)

    def context(self, active: ActiveRequest) -> LiveContext:
        """Return the Context of a request. The deadline begins now."""
        request, state = active.request, active.state
        return LiveContext(
            consumer=request.consumer,
            request_id=request.request_id,
            seconds=self._seconds(request.ticket),
            report=request.report,
            input_bytes=request.body_bytes + active.workspace.reserved,
            workspace=active.workspace,
            store=lambda: state.store.for_consumer(self._service, request.consumer.id),
            jobs=lambda: ConsumerJobs(state.jobs, request.consumer),
            fetch=lambda url, field, rule, post, headers: active.resolver.fetch(
                url, field, rule, (post, headers), self._file_limit
            ),
            in_worker=state.invoker.in_worker,
            job=request.ticket.job if request.ticket is not None else None,
            fetch_apart=active.downloads.fetch,
        )

    def _seconds(self, ticket: JobTicket | None) -> float:
        """Return the declared deadline, or that of a job if it is later."""
        declared = self.endpoint.operation.deadline.total_seconds()
        return declared if ticket is None else max(declared, ticket.deadline_seconds)

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
                mistake = error.errors(include_url=False)[0]
                words = (
                    describe_mistake(mistake["type"], mistake["msg"], mistake.get("ctx", {}))
                    or mistake["msg"]
                )
                message = f"{words}, not {shorten(path_values[name])}"
                details = [ErrorDetail(field=name, message=message)]
                raise InvalidInput(f"'{name}' in the path {message}.", details=details) from error
        return arguments

    def _fill(self, arguments: dict[str, Any], reading: Reading, context: LiveContext, state: State) -> None:
        endpoint = self.endpoint
        if endpoint.form_parameter:
            arguments[endpoint.form_parameter] = reading.form
        if endpoint.context_parameter:
            arguments[endpoint.context_parameter] = context
        for name, kind in endpoint.settings_parameters.items():
            arguments[name] = state.service_settings[kind]

    def _take_up(self, arguments: dict[str, Any], active: ActiveRequest) -> None:
        """Add the arguments that are given by type: the file store, headers and the body stream."""
        endpoint = self.endpoint
        if endpoint.store_parameter is not None:
            name, kind = endpoint.store_parameter
            if not isinstance(active.state.files, kind):
                raise FileStoreNotConfigured
            arguments[name] = active.state.files
        if endpoint.headers_parameter is not None:
            name, model = endpoint.headers_parameter
            arguments[name] = read_headers(model, active.request.headers)
        if endpoint.stream is not None:
            name, rule = endpoint.stream
            arguments[name] = open_stream(active.request, rule)


def errors_of(endpoint: Endpoint) -> list[type[OperationError]]:
    """Return the errors of reading a request and of what its handler uses."""
    found = [*reader.errors_of(endpoint), *streams.errors_of(endpoint)]
    if endpoint.store_parameter:
        found += [
            FileStoreNotConfigured,
            FileStoreUnavailable,
            FileIndexUnavailable,
            FileDamaged,
            FileKeyMissing,
        ]
    if endpoint.context_parameter and not isinstance(endpoint.operation.run, Process):
        found += [StoreUnavailable, StoreFailed, StoreConflict]
    return found
