"""Hand a request over as a job: its files are stored, and the jobs service gets the canonical request."""

from collections.abc import Mapping
from typing import Any, get_args

import orjson
from pydantic import BaseModel

from servicekit.errors import InvalidInput, OperationError
from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.http.jobs.client import JobsAnswer, JobsClient
from servicekit.http.request.preferences import Preference, preference_of
from servicekit.http.request.reader import Reading
from servicekit.http.request.request_state import RequestState
from servicekit.http.serving.active_request import ActiveRequest
from servicekit.http.serving.state import State
from servicekit.operations.forms import FileInput
from servicekit.operations.outputs import FileOutput, FileOutputs
from servicekit.ports.file_errors import WRITE_ERRORS, FileStoreNotConfigured
from servicekit.ports.jobs import JobsUnavailable
from servicekit.tickets import HEADER, JobTicket

_RESULTS = ("model", "model_or_events", "file", "files")
_ACCEPTED, _CREATED, _OK = 202, 201, 200
_PIECE_SECONDS = 20.0
_NOT_ENDED = b"JOB_NOT_ENDED"
_OPTION = b"x-job-"
_TICKET = HEADER.lower().encode()


class SecretJob(InvalidInput):
    code = "JOB_SECRET_REFUSED"
    message = (
        "This operation handles secrets, which a job would have to store: call it without "
        "'Prefer: respond-async'."
    )


class NoJob(InvalidInput):
    code = "JOB_OPERATION_REFUSED"
    message = "This operation cannot be run as a job: call it directly."


class JobDesk:
    """Takes requests of one endpoint that shall be jobs."""

    def __init__(self, endpoint: Endpoint, service: str) -> None:
        self.endpoint = endpoint
        self.takes_jobs = service != "jobs" and can_be_job(endpoint)

    def preference(self, request: RequestState, state: State) -> Preference | None:
        """Return what the caller prefers, None if the request is to be served here.

        Raises SecretJob if a job is asked for that would have to store a secret.
        """
        if request.ticket is not None and request.ticket.validates:
            self.check()
        if not self.takes_jobs or state.jobs is None or request.ticket is not None:
            return None
        preference = preference_of(request)
        if preference is not None and self.endpoint.operation.secret:
            if "respond-async" in preference.applied:
                raise SecretJob
            return None
        return preference

    def check(self) -> None:
        """Raise if a request that was validated could not be a job."""
        if self.endpoint.operation.secret:
            raise SecretJob
        if not self.takes_jobs:
            raise NoJob

    async def takes(self, active: ActiveRequest, reading: Reading, preference: Preference | None) -> bool:
        """Answer a request that is not to be performed here; return whether that was so."""
        ticket = active.request.ticket
        if ticket is not None and ticket.validates:
            await active.request.respond_empty(204, [])
            return True
        if preference is None:
            return False
        await self.submit(active, reading, preference)
        return True

    async def submit(self, active: ActiveRequest, reading: Reading, preference: Preference) -> None:
        """Write the job, and answer with its result if that is there in time, else with 202."""
        jobs = active.state.jobs
        assert jobs is not None  # noqa: S101 - asked by `preference`
        request = active.request
        document = {
            **options_in(request.headers),
            "operation": self.endpoint.operation_id,
            "request": await self._canonical(active, reading.form),
        }
        ticket = JobTicket(
            str(document.get("id", "")),
            validated=True,
            address=self._address(request),
            cost=self.endpoint.operation.cost,
        )
        created = await jobs.create(request.consumer, document, ticket)
        if created.status != _CREATED:
            await request.respond(created.status, created.body)
            return
        job_id: str = orjson.loads(created.body)["id"]
        ended = await self._wait(jobs, active, job_id, preference.wait_seconds)
        applied = (b"preference-applied", preference.applied.encode())
        location = (b"location", f"/api/v1/jobs/{job_id}".encode())
        if ended is None:
            await request.respond(_ACCEPTED, created.body, headers=[location, applied])
        elif ended.status != _OK:
            await request.respond(ended.status, ended.body, headers=[location, applied])
        else:
            await self._answer(active, reading, ended.body, [location, applied])

    def _address(self, request: RequestState) -> str:
        path = request.scope.get("raw_path") or request.path.encode()
        return str(path.decode("ascii").partition("?")[0]) + (
            "?output=file" if self.endpoint.has_output_option else ""
        )

    async def _canonical(self, active: ActiveRequest, form: BaseModel | None) -> dict[str, Any]:
        if form is None:
            return {}
        names = {field.name for field in self.endpoint.files}
        values = form.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude=names)
        for field in self.endpoint.files:
            given = getattr(form, field.name)
            if field.many:
                values[field.name] = [await _kept(active, file) for file in given]
            elif given is not None:
                values[field.name] = await _kept(active, given)
        return values

    async def _wait(
        self, jobs: JobsClient, active: ActiveRequest, job_id: str, seconds: float
    ) -> JobsAnswer | None:
        while seconds > 0:
            piece = min(seconds, _PIECE_SECONDS)
            answer = await jobs.result(active.request.consumer, job_id, piece)
            if _NOT_ENDED not in answer.body:
                return answer
            seconds -= piece
        return None

    async def _answer(
        self, active: ActiveRequest, reading: Reading, body: bytes, headers: list[tuple[bytes, bytes]]
    ) -> None:
        """Answer as the operation would have: its JSON as it is, files in the form asked for."""
        request, state = active.request, active.state
        if not self.endpoint.has_output_option or reading.output == "file":
            await request.respond(self.endpoint.success_status, body, headers=headers)
            return
        document = orjson.loads(body)
        types = get_args(self.endpoint.result_type)
        report = types[0].model_validate(document["report"]) if document.get("report") and types else None
        if "file" in document:
            output = await _loaded(active, document["file"], report)
            await state.file_sender.send_file(request, output, reading.output, active.workspace, headers)
            return
        files = [await _loaded(active, one, None) for one in document["files"]]
        outputs = FileOutputs(files, report=report)
        await state.file_sender.send_files(request, outputs, reading.output, active.workspace, headers)


async def _kept(active: ActiveRequest, file: FileInput) -> dict[str, str]:
    """Store a file of the request, and return a reference to it."""
    consumer = active.request.consumer
    kept = await active.state.files.save(
        consumer.id,
        file.path,
        tier=consumer.tier,
        name=file.name or "file",
        media_type=file.media_type,
        sha256=file.sha256,
    )
    reference = {"file_id": kept.file_id, "media_type": file.media_type}
    return reference | ({"name": file.name} if file.name else {})


async def _loaded(active: ActiveRequest, document: dict[str, Any], report: Any) -> FileOutput[Any]:
    consumer, files = active.request.consumer, active.state.files
    found = await files.find(consumer.id, document["file_id"])
    if found is None:
        raise FileStoreNotConfigured
    active.workspace.reserve(found.size)
    path = active.workspace.new_path()
    await files.load(found, path)
    return FileOutput(path, document["media_type"], document["name"], report)


def options_in(headers: Mapping[bytes, bytes]) -> dict[str, object]:
    """Return how the job is to be run: X-Job-Priority is the option `priority` of the jobs service."""
    return {
        name[len(_OPTION) :].decode("latin-1").replace("-", "_"): value.decode("latin-1")
        for name, value in headers.items()
        if name.startswith(_OPTION) and name != _TICKET
    }


def can_be_job(endpoint: Endpoint) -> bool:
    """Return whether a job can carry the request and the answer."""
    return (
        endpoint.operation.method == "POST"
        and endpoint.result in _RESULTS
        and endpoint.stream is None
        and endpoint.dependencies is None
        and not endpoint.keeps_files
        and not endpoint.operation.public
    )


def errors_of(endpoint: Endpoint) -> list[type[OperationError]]:
    """Return what handing a request over may answer."""
    if not can_be_job(endpoint):
        return []
    if endpoint.operation.secret:
        return [SecretJob]
    found: list[type[OperationError]] = [JobsUnavailable]
    if endpoint.files:
        found += [FileStoreNotConfigured, *WRITE_ERRORS]
    return found
