"""The file store: content in a local folder or an S3 bucket, records in SQLite or Redis.

Needs FLOWFORGE_FILES_URL and FLOWFORGE_FILES_SIGNING_KEY. Every change of records is one transaction.
"""

from flowforge_filestore.errors import (
    FileInUse,
    PartUnfinished,
    UnknownUpload,
    UploadExpired,
    UploadInTooManyPieces,
    UploadLengthKnown,
    UploadMoved,
    UploadTooLong,
)
from flowforge_filestore.index.audit import FileEvent
from flowforge_filestore.index.records import FileRecord
from flowforge_filestore.index.usage_report import UsageReport
from flowforge_filestore.library import FileLibrary
from flowforge_filestore.signing import FileGrant
from flowforge_filestore.sweeping import FileSweeper
from flowforge_filestore.uploads.receiving import FileOwner
from flowforge_filestore.uploads.resumable import ExpectedChecksum, UploadMetadata, UploadProgress

__all__ = [
    "ExpectedChecksum",
    "FileEvent",
    "FileGrant",
    "FileInUse",
    "FileLibrary",
    "FileOwner",
    "FileRecord",
    "FileSweeper",
    "PartUnfinished",
    "UnknownUpload",
    "UploadExpired",
    "UploadInTooManyPieces",
    "UploadLengthKnown",
    "UploadMetadata",
    "UploadMoved",
    "UploadProgress",
    "UploadTooLong",
    "UsageReport",
]
