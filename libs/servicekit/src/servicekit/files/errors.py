"""What the file store refuses, named for the situation."""

from servicekit.errors import (
    Conflict,
    Forbidden,
    Gone,
    InsufficientStorage,
    InvalidInput,
    NotFound,
    OperationError,
    TooLarge,
    Unavailable,
)
from servicekit.ports.files import UnknownFile


class FileExpired(Gone):
    code = "FILE_EXPIRED"
    message = "The file '{file_id}' expired on {when}: upload it again."


class FileInUse(Conflict):
    code = "FILE_IN_USE"
    message = "The file '{file_id}' is in use by a job. Delete it after the job has finished."
    retryable = True


class QuotaExceeded(TooLarge):
    code = "FILE_QUOTA_EXCEEDED"
    message = (
        "Your files and uploads use {used} of {quota} bytes, so {wanted} more bytes exceed the quota: delete "
        "files, or wait until some expire."
    )


class FileStoreFull(InsufficientStorage):
    code = "FILE_STORE_FULL"
    message = "The file store is full. The file was not stored."


class FileStoreUnwritable(InsufficientStorage):
    code = "FILE_STORE_UNWRITABLE"
    message = "The file store is not writable. The file was not stored."


class FileStoreAway(Unavailable):
    code = "FILE_STORE_UNAVAILABLE"
    message = "The file store is not responding: try again shortly."


class FileIndexAway(Unavailable):
    code = "FILE_INDEX_UNAVAILABLE"
    message = "The file index is not responding: try again shortly."


class FileIndexUnwritable(InsufficientStorage):
    code = "FILE_INDEX_UNWRITABLE"
    message = "The file index is not writable because its disk is full or read-only. Nothing was changed."


class FileDamaged(OperationError):
    code = "FILE_DAMAGED"
    message = "The stored content of this file is damaged: upload it again and inform the operators."


class FileKeyMissing(OperationError):
    code = "FILE_KEY_MISSING"
    message = (
        "This file is encrypted with a key that the service does not have: operators can add the key to "
        "FLOWFORGE_FILES_FORMER_KEYS."
    )


class SignatureInvalid(Forbidden):
    code = "FILE_SIGNATURE_INVALID"
    message = "The signature of this URL is not valid: use the URL exactly as it was returned."


class AddressExpired(Gone):
    code = "FILE_ADDRESS_EXPIRED"
    message = "This signed URL expired on {when}: request a new one."


class UnknownUpload(NotFound):
    code = "UPLOAD_NOT_FOUND"
    message = "The upload '{upload_id}' does not exist or belongs to another consumer."


class UploadExpired(Gone):
    code = "UPLOAD_EXPIRED"
    message = "The upload '{upload_id}' was not completed in time: create a new one."


class UploadMoved(Conflict):
    code = "UPLOAD_OFFSET_CONFLICT"
    message = "The upload is at offset {offset}, not {given}: resume there."


class UploadTooLong(TooLarge):
    code = "UPLOAD_TOO_LONG"
    message = "The upload exceeds its announced length or the limit of this service."


class UploadLengthKnown(Conflict):
    code = "UPLOAD_LENGTH_CONFLICT"
    message = "The length of the upload is already set to {length} bytes."


class PartUnfinished(Conflict):
    code = "UPLOAD_PART_UNFINISHED"
    message = "The upload '{upload_id}' is not a completed partial upload, so it cannot be joined."


class UploadInTooManyPieces(InvalidInput):
    code = "UPLOAD_IN_TOO_MANY_PIECES"
    message = "The upload has reached the limit of {limit} chunks: create a new one and send larger chunks."


READ_ERRORS: tuple[type[OperationError], ...] = (
    UnknownFile,
    FileExpired,
    FileStoreAway,
    FileIndexAway,
    FileDamaged,
    FileKeyMissing,
)
WRITE_ERRORS: tuple[type[OperationError], ...] = (
    QuotaExceeded,
    FileStoreFull,
    FileStoreUnwritable,
    FileStoreAway,
    FileIndexAway,
    FileIndexUnwritable,
)
SIGNED_ERRORS: tuple[type[OperationError], ...] = (SignatureInvalid, AddressExpired)
