"""Client of FlowForge: every operation is a method, `client.crypto.hash(text="abc")`."""

from flowforge._client import AsyncFlowForge, FlowForge
from flowforge._errors import (
    APIError,
    AuthenticationFailed,
    Conflict,
    ConnectionFailed,
    FlowForgeError,
    InvalidRequest,
    JobFailed,
    NotFound,
    PermissionDenied,
    RateLimited,
    ServerError,
    TimedOut,
)
from flowforge._files import File, FileInput, StoredFile
from flowforge._jobs import AsyncJob, Job
from flowforge._streams import AsyncStream, Event, Stream

__all__ = [
    "APIError",
    "AsyncFlowForge",
    "AsyncJob",
    "AsyncStream",
    "AuthenticationFailed",
    "Conflict",
    "ConnectionFailed",
    "Event",
    "File",
    "FileInput",
    "FlowForge",
    "FlowForgeError",
    "InvalidRequest",
    "Job",
    "JobFailed",
    "NotFound",
    "PermissionDenied",
    "RateLimited",
    "ServerError",
    "StoredFile",
    "Stream",
    "TimedOut",
]
