"""What an operation gives back besides a model: files and event streams."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic

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
class Event(Generic[EventT]):
    """One server-sent event: a JSON document under an event name."""

    data: EventT
    name: str = "message"


@dataclass(frozen=True, slots=True)
class EventStream(Generic[EventT]):
    """Server-sent events, ended by an `error` event with the envelope if the source fails.

    The kit adds heartbeats, and stops the source when the caller leaves. A synchronous iterator runs on a
    thread, an asynchronous one on the event loop.
    """

    events: AsyncIterator[Event[EventT]] | Iterator[Event[EventT]]
