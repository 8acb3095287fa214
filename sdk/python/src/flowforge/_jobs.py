"""Operations that run as jobs: submit, follow, wait."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from flowforge._calls import Call
from flowforge._errors import JobFailed, TimedOut
from flowforge._files import file_of, upload_of
from flowforge._groups import AsyncCaller, Caller
from flowforge._streams import AsyncStream, Event, Stream

OnProgress = Callable[[Mapping[str, Any]], None]
_ENDED = {"succeeded", "failed", "cancelled", "dead"}
_FILES = "/api/v1/files"


def _path(job_id: str, *more: str) -> str:
    return "/".join(("/api/v1/jobs", quote(job_id, safe=""), *more))


def submission(
    operation: str, path: Mapping[str, str] | None, options: Mapping[str, Any] | None, fields: Any
) -> Call:
    """Return the request that submits a job."""
    body = {**(options or {}), "operation": operation, "request": fields, "path": path or {}}
    return Call("POST", "/api/v1/jobs", json=body)


def kept_file(value: Any) -> Call | None:
    """Return the request that stores *value*, if it is a file; jobs take files by id."""
    upload = upload_of(value)
    return None if upload is None else Call("POST", _FILES, form={}, uploads=[("file", upload)])


def _failed(job: Mapping[str, Any]) -> JobFailed:
    error = job.get("error") or {}
    message = error.get("message") or f"The job {job['id']} is {job['state']}."
    return JobFailed(job["state"], error.get("code", "JOB_FAILED"), message, job)


def _answer(response: Any) -> Any:
    kind = response.headers.get("content-type", "")
    return response.json() if kind.startswith("application/json") else file_of(response)


class Job:
    """A job. `wait` returns what the operation answers."""

    def __init__(self, caller: Caller, document: Mapping[str, Any]) -> None:
        self._caller, self.document = caller, document

    @property
    def id(self) -> str:
        return str(self.document["id"])

    @property
    def state(self) -> str:
        """The state when it was last looked at."""
        return str(self.document["state"])

    def refresh(self) -> "Job":
        self.document = self._caller.sender.send(Call("GET", _path(self.id))).json()
        return self

    def cancel(self) -> "Job":
        self.document = self._caller.sender.send(Call("POST", _path(self.id, "cancel"), json={})).json()
        return self

    def events(self) -> Iterator[Event]:
        """Yield what happens to the job, until its end."""
        call = Call("GET", _path(self.id, "events"), headers={"accept": "text/event-stream"})
        yield from Stream(self._caller.sender.open(call), None).raw()

    def wait(self, timeout: float | None = None, on_progress: OnProgress | None = None) -> Any:
        """Return the result: JSON, or a `File`. Raises JobFailed, or TimedOut after *timeout* seconds."""
        ends = None if timeout is None else time.monotonic() + timeout
        pause = 0.1
        while self.refresh().state not in _ENDED:
            if on_progress and self.document.get("progress"):
                on_progress(self.document["progress"])
            if ends is not None and time.monotonic() > ends:
                raise TimedOut(f"The job {self.id} is still {self.state} after {timeout:g} s.")
            time.sleep(pause)
            pause = min(2.0, pause * 1.5)
        if self.state != "succeeded":
            raise _failed(self.document)
        return _answer(self._caller.sender.send(Call("GET", _path(self.id, "result"))))


class AsyncJob:
    """A job. `wait` returns what the operation answers."""

    def __init__(self, caller: AsyncCaller, document: Mapping[str, Any]) -> None:
        self._caller, self.document = caller, document

    @property
    def id(self) -> str:
        return str(self.document["id"])

    @property
    def state(self) -> str:
        """The state when it was last looked at."""
        return str(self.document["state"])

    async def refresh(self) -> "AsyncJob":
        self.document = (await self._caller.sender.send(Call("GET", _path(self.id)))).json()
        return self

    async def cancel(self) -> "AsyncJob":
        call = Call("POST", _path(self.id, "cancel"), json={})
        self.document = (await self._caller.sender.send(call)).json()
        return self

    async def events(self) -> AsyncIterator[Event]:
        """Yield what happens to the job, until its end."""
        call = Call("GET", _path(self.id, "events"), headers={"accept": "text/event-stream"})
        async for event in AsyncStream(lambda: self._caller.sender.open(call), None).raw():
            yield event

    async def wait(self, timeout: float | None = None, on_progress: OnProgress | None = None) -> Any:  # noqa: ASYNC109 - of the job
        """Return the result: JSON, or a `File`. Raises JobFailed, or TimedOut after *timeout* seconds."""
        ends = None if timeout is None else time.monotonic() + timeout
        pause = 0.1
        while (await self.refresh()).state not in _ENDED:
            if on_progress and self.document.get("progress"):
                on_progress(self.document["progress"])
            if ends is not None and time.monotonic() > ends:
                raise TimedOut(f"The job {self.id} is still {self.state} after {timeout:g} s.")
            await asyncio.sleep(pause)
            pause = min(2.0, pause * 1.5)
        if self.state != "succeeded":
            raise _failed(self.document)
        return _answer(await self._caller.sender.send(Call("GET", _path(self.id, "result"))))


def stored(caller: Caller, value: Any) -> Any:
    """Return *value* with every file in it stored, and referred to by its id."""
    if isinstance(value, Mapping):
        return {key: stored(caller, one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [stored(caller, one) for one in value]
    call = kept_file(value)
    return value if call is None else {"file_id": caller.sender.send(call).json()["file_id"]}


async def stored_async(caller: AsyncCaller, value: Any) -> Any:
    """Return *value* with every file in it stored, and referred to by its id."""
    if isinstance(value, Mapping):
        return {key: await stored_async(caller, one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [await stored_async(caller, one) for one in value]
    call = kept_file(value)
    return value if call is None else {"file_id": (await caller.sender.send(call)).json()["file_id"]}
