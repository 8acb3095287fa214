"""What an operation gives back besides a model: files and event streams."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, Literal

from pydantic import BaseModel
from typing_extensions import TypeVar

ReportT = TypeVar("ReportT", bound=BaseModel | None, default=None)
EventT = TypeVar("EventT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class FileOutput(Generic[ReportT]):
    """A file made by an operation: bytes, a path in the workspace, or pieces as they are made.

    An iterator runs on a thread; its first piece is made before the answer begins, so an error raised until
    then is answered as an error. A later one cuts the connection: a truncated file never ends well-formed.
    `report` travels in the X-Report header (4 KB at most) beside bytes, and as a field in the JSON forms.
    """

    data: bytes | Path | Iterator[bytes]
    media_type: str = "application/octet-stream"
    name: str | None = None
    report: ReportT | None = None


@dataclass(frozen=True, slots=True)
class FileOutputs(Generic[ReportT]):
    """Several files: a zip named *name*, or a list in the JSON forms."""

    files: Sequence[FileOutput[None]]
    name: str = "files.zip"
    report: ReportT | None = None


@dataclass(frozen=True, slots=True)
class ContentOutput:
    """Existing content of known size. Supports range and conditional requests.

    The kit answers ranges (RFC 9110), If-None-Match, If-Range and HEAD. `read` yields the bytes from a start
    until before an end. An inline answer is sandboxed: what callers upload runs no script.
    """

    read: Callable[[int, int], AsyncGenerator[bytes]]
    size: int
    etag: str
    modified: datetime
    media_type: str = "application/octet-stream"
    name: str | None = None
    disposition: Literal["attachment", "inline"] = "attachment"
    max_age_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Event(Generic[EventT]):
    """One server-sent event: a JSON document under an event name, or under none.

    Bytes are sent as they are, for what was relayed as JSON already: one line. A reader that connects again
    sends the `id` of the last event as Last-Event-ID.
    """

    data: EventT | bytes
    name: str | None = "message"
    id: str | None = None


@dataclass(frozen=True, slots=True)
class EventStream(Generic[EventT]):
    """Server-sent events, ended by an `error` event with the envelope if the source fails.

    Where an operation gives nothing else, only callers that accept text/event-stream get a stream; others
    get all events as one JSON document, `{"events": [{"event": ..., "data": ...}]}`.

    The kit adds heartbeats, and stops the source when the caller leaves. A synchronous iterator runs on a
    thread, an asynchronous one on the event loop.
    """

    events: AsyncIterator[Event[EventT]] | Iterator[Event[EventT]]
