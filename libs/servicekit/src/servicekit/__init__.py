"""The operation kit: an operation is declared once, and everything that users see of it follows.

A service imports these names and nothing else of the kit.
"""

from servicekit.context import ANONYMOUS, Consumer, Context
from servicekit.data_urls import as_data_url
from servicekit.declaration import Cache, Limits, operation
from servicekit.dialects import Dialect
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
from servicekit.files.census import Census as FileCensus
from servicekit.files.errors import (
    AddressExpired,
    FileExpired,
    FileIndexUnwritable,
    FileInUse,
    PartUnfinished,
    SignatureInvalid,
    UnknownUpload,
    UploadExpired,
    UploadInTooManyPieces,
    UploadLengthKnown,
    UploadMoved,
    UploadTooLong,
)
from servicekit.files.library import FileLibrary
from servicekit.files.receiving import Owner as FileOwner
from servicekit.files.records import Record as FileRecord
from servicekit.files.resuming import Expected as ExpectedChecksum
from servicekit.files.resuming import Progress as UploadProgress
from servicekit.files.resuming import Told as ToldOfFile
from servicekit.files.signing import Grant as FileGrant
from servicekit.files.sweeping import FileSweeper
from servicekit.forms import FileInput, FileReference, FileRule, FileUpload, RequestBody, RequestForm
from servicekit.http.binding import parse_json
from servicekit.http.failures import classify
from servicekit.observe.measures import Counter, Gauge, Histogram
from servicekit.outputs import ContentOutput, Event, EventStream, FileOutput, FileOutputs
from servicekit.ports.files import UnknownFile
from servicekit.ports.store import Store, StoreConflict, StoredValue, StoreUnavailable
from servicekit.resources import Resource
from servicekit.runs import Inline, Process, Threads
from servicekit.service import create_service
from servicekit.settings import Settings
from servicekit.streams import BodyStream, Headers, Reply

__all__ = [
    "ANONYMOUS",
    "AddressExpired",
    "BadRequest",
    "BodyStream",
    "Busy",
    "Cache",
    "Cancelled",
    "ChecksumMismatch",
    "Conflict",
    "Consumer",
    "ContentOutput",
    "Context",
    "Counter",
    "Dialect",
    "ErrorDetail",
    "Event",
    "EventStream",
    "ExpectedChecksum",
    "FileCensus",
    "FileExpired",
    "FileGrant",
    "FileInUse",
    "FileIndexUnwritable",
    "FileInput",
    "FileLibrary",
    "FileOutput",
    "FileOutputs",
    "FileOwner",
    "FileRecord",
    "FileReference",
    "FileRule",
    "FileSweeper",
    "FileUpload",
    "Forbidden",
    "Gauge",
    "Gone",
    "Headers",
    "Histogram",
    "Inline",
    "InsufficientStorage",
    "InternalError",
    "InvalidInput",
    "Limits",
    "NotFound",
    "NotInstalled",
    "OperationError",
    "PartUnfinished",
    "PreconditionFailed",
    "Process",
    "RangeNotSatisfiable",
    "Reply",
    "RequestBody",
    "RequestForm",
    "Resource",
    "ResourceLimit",
    "Settings",
    "SignatureInvalid",
    "Store",
    "StoreConflict",
    "StoreUnavailable",
    "StoredValue",
    "Threads",
    "TimedOut",
    "ToldOfFile",
    "TooLarge",
    "TooManyRequests",
    "Unauthenticated",
    "Unavailable",
    "UnknownFile",
    "UnknownUpload",
    "Unsupported",
    "UploadExpired",
    "UploadInTooManyPieces",
    "UploadLengthKnown",
    "UploadMoved",
    "UploadProgress",
    "UploadTooLong",
    "UpstreamFailed",
    "as_data_url",
    "classify",
    "create_service",
    "operation",
    "parse_json",
]
