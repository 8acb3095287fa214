"""The operation kit: an operation is declared once, and everything that users see of it follows.

A service imports these names and nothing else of the kit.
"""

from servicekit.context import ANONYMOUS, Consumer, Context
from servicekit.declaration import Cache, Limits, operation
from servicekit.errors import (
    BadRequest,
    Busy,
    Cancelled,
    Conflict,
    ErrorDetail,
    Forbidden,
    Gone,
    InsufficientStorage,
    InternalError,
    InvalidInput,
    NotFound,
    OperationError,
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
from servicekit.forms import FileInput, FileReference, FileRule, RequestBody, RequestForm
from servicekit.outputs import Event, EventStream, FileOutput, FileOutputs
from servicekit.ports.store import Store, StoreConflict, StoredValue
from servicekit.resources import Resource
from servicekit.runs import Inline, Process, Threads
from servicekit.service import create_service
from servicekit.settings import Settings

__all__ = [
    "ANONYMOUS",
    "BadRequest",
    "Busy",
    "Cache",
    "Cancelled",
    "Conflict",
    "Consumer",
    "Context",
    "ErrorDetail",
    "Event",
    "EventStream",
    "FileInput",
    "FileOutput",
    "FileOutputs",
    "FileReference",
    "FileRule",
    "Forbidden",
    "Gone",
    "Inline",
    "InsufficientStorage",
    "InternalError",
    "InvalidInput",
    "Limits",
    "NotFound",
    "OperationError",
    "Process",
    "RangeNotSatisfiable",
    "RequestBody",
    "RequestForm",
    "Resource",
    "ResourceLimit",
    "Settings",
    "Store",
    "StoreConflict",
    "StoredValue",
    "Threads",
    "TimedOut",
    "TooLarge",
    "TooManyRequests",
    "Unauthenticated",
    "Unavailable",
    "Unsupported",
    "UpstreamFailed",
    "create_service",
    "operation",
]
