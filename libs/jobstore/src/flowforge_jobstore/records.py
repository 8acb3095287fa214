"""What goes into the record, and what comes out of it."""

import os
import time
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

State = Literal["queued", "running", "succeeded", "failed", "cancelled", "dead"]
Ended = Literal["succeeded", "failed", "cancelled", "dead"]
Kind = Literal["call", "batch", "pipeline"]
ENDED: tuple[Ended, ...] = ("succeeded", "failed", "cancelled", "dead")


class IdTaken(Exception):
    """A job with this id exists already."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The run that a job is a step of. A step has one job at the most."""

    id: str
    step: str


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to be written. Seconds are relative to the time of the insert."""

    id: str
    consumer_id: str
    consumer_name: str
    tier: str
    operation: str
    path: str
    body: bytes
    method: str = "POST"
    kind: Kind = "call"
    priority: int = 0
    weight: int = 1
    delay_seconds: float = 0.0
    expires_seconds: float = 86_400.0
    deadline_seconds: float = 300.0
    keep_seconds: float = 86_400.0
    max_attempts: int = 5
    callback_url: str | None = None
    cost: int = 0
    owner: Owner | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that a worker holds. `fence` proves it: a later holder has a higher one."""

    id: str
    fence: int
    seq: int
    kind: Kind
    consumer_id: str
    consumer_name: str
    tier: str
    operation: str
    method: str
    path: str
    body: bytes
    attempt: int
    max_attempts: int
    crashes: int
    deadline_seconds: float
    keep_seconds: float
    seconds_left: float
    priority: int
    weight: int
    owner_id: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended. `error` is the envelope's inner object as JSON; `result_file` keeps a large result."""

    state: Ended
    status: int | None = None
    result: bytes | None = None
    result_file: str | None = None
    error: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Finish:
    """The end of a job, by the holder of its *fence*."""

    job_id: str
    fence: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Retry:
    """Another try of a job, after a pause. *counts*: the last try was an attempt."""

    job_id: str
    fence: int
    delay_seconds: float
    counts: bool
    crashed: bool = False
    error: str | None = None


def new_id() -> str:
    """Return a UUID of version 7 (RFC 9562): ids of later jobs sort behind those of earlier ones."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return str(UUID(int=value))
