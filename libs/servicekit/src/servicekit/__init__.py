"""The operation kit: an operation is declared once; routes, encodings, limits and documents follow from it.

Services import only these names. Those that need a web framework are loaded when they are asked for: worker
processes use the others, and hold 30 MB less.
"""

import importlib
import typing

from servicekit.context import ANONYMOUS, Consumer, Context
from servicekit.data_urls import as_data_url
from servicekit.errors import (
    BadRequest,
    Busy,
    Cancelled,
    ChecksumMismatch,
    Conflict,
    ErrorDetail,
    Forbidden,
    Gone,
    InsufficientStorage,
    InternalError,
    InvalidInput,
    NotFound,
    NotInstalled,
    OperationError,
    PreconditionFailed,
    RangeNotSatisfiable,
    ResourceLimit,
    TimedOut,
    TooLarge,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
    Unsupported,
    UpstreamFailed,
)
from servicekit.fetch.connections import ConnectionCut, NotReached, ServiceAnswer, ServiceConnections
from servicekit.fetch.errors import FETCH_ERRORS
from servicekit.http.binding.values import parse_json
from servicekit.observe.measures import Counter, Gauge, Histogram
from servicekit.operations.declaration import Cache, Limits, operation
from servicekit.operations.dialects import Dialect
from servicekit.operations.forms import (
    FileInput,
    FileReference,
    FileRule,
    FileUpload,
    FileWatch,
    RequestBody,
    RequestForm,
)
from servicekit.operations.outputs import ContentOutput, Event, EventStream, FileOutput, FileOutputs
from servicekit.operations.post_body import PostBody, are_headers
from servicekit.operations.resources import Resource
from servicekit.operations.runs import Inline, Process, Threads
from servicekit.operations.streams import BodyStream, Headers, Reply
from servicekit.ports.file_errors import (
    FileExpired,
    FileIndexUnwritable,
    SignatureInvalid,
    SignedUrlExpired,
    UnknownFile,
)
from servicekit.ports.jobs import JOBS_ERRORS, BackgroundCall, BackgroundJob, JobNotFound, Jobs
from servicekit.ports.store import Store, StoreConflict, StoredValue, StoreUnavailable
from servicekit.settings import Settings
from servicekit.tickets import JobTicket, current_job
from servicekit.webhooks import WebhookSender

if typing.TYPE_CHECKING:
    from servicekit.http.errors.classification import classify
    from servicekit.service import create_service
else:
    _LATER = {"classify": "servicekit.http.errors.classification", "create_service": "servicekit.service"}

    def __getattr__(name: str) -> typing.Any:
        if name not in _LATER:
            raise AttributeError(f"module 'servicekit' has no attribute '{name}'")
        return getattr(importlib.import_module(_LATER[name]), name)

    def __dir__() -> list[str]:
        return [*globals(), *_LATER]


__all__ = [
    "ANONYMOUS",
    "FETCH_ERRORS",
    "JOBS_ERRORS",
    "BackgroundCall",
    "BackgroundJob",
    "BadRequest",
    "BodyStream",
    "Busy",
    "Cache",
    "Cancelled",
    "ChecksumMismatch",
    "Conflict",
    "ConnectionCut",
    "Consumer",
    "ContentOutput",
    "Context",
    "Counter",
    "Dialect",
    "ErrorDetail",
    "Event",
    "EventStream",
    "FileExpired",
    "FileIndexUnwritable",
    "FileInput",
    "FileOutput",
    "FileOutputs",
    "FileReference",
    "FileRule",
    "FileUpload",
    "FileWatch",
    "Forbidden",
    "Gauge",
    "Gone",
    "Headers",
    "Histogram",
    "Inline",
    "InsufficientStorage",
    "InternalError",
    "InvalidInput",
    "JobNotFound",
    "JobTicket",
    "Jobs",
    "Limits",
    "NotFound",
    "NotInstalled",
    "NotReached",
    "OperationError",
    "PostBody",
    "PreconditionFailed",
    "Process",
    "RangeNotSatisfiable",
    "Reply",
    "RequestBody",
    "RequestForm",
    "Resource",
    "ResourceLimit",
    "ServiceAnswer",
    "ServiceConnections",
    "Settings",
    "SignatureInvalid",
    "SignedUrlExpired",
    "Store",
    "StoreConflict",
    "StoreUnavailable",
    "StoredValue",
    "Threads",
    "TimedOut",
    "TooLarge",
    "TooManyRequests",
    "Unauthenticated",
    "Unavailable",
    "UnknownFile",
    "Unsupported",
    "UpstreamFailed",
    "WebhookSender",
    "are_headers",
    "as_data_url",
    "classify",
    "create_service",
    "current_job",
    "operation",
    "parse_json",
]
