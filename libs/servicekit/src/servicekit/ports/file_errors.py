"""Errors that every file store raises, whatever it keeps files in."""

from servicekit.errors import (
    Forbidden,
    Gone,
    InsufficientStorage,
    InvalidInput,
    NotFound,
    OperationError,
    TooLarge,
    Unavailable,
)


class FileStoreNotConfigured(InvalidInput):
    code = "FILE_STORE_NOT_CONFIGURED"
    message = "No file store is configured here: send the file itself or a URL, and ask for binary or base64."


class UnknownFile(NotFound):
    code = "FILE_NOT_FOUND"
    message = "There is no file '{file_id}', or it is not yours."


class FileExpired(Gone):
    code = "FILE_EXPIRED"
    message = "The file '{file_id}' expired on {when}: upload it again."


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


class FileStoreUnavailable(Unavailable):
    code = "FILE_STORE_UNAVAILABLE"
    message = "The file store is not responding: try again shortly."


class FileIndexUnavailable(Unavailable):
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


class SignedUrlExpired(Gone):
    code = "FILE_ADDRESS_EXPIRED"
    message = "This signed URL expired on {when}: request a new one."


READ_ERRORS: tuple[type[OperationError], ...] = (
    UnknownFile,
    FileExpired,
    FileStoreUnavailable,
    FileIndexUnavailable,
    FileDamaged,
    FileKeyMissing,
)
WRITE_ERRORS: tuple[type[OperationError], ...] = (
    QuotaExceeded,
    FileStoreFull,
    FileStoreUnwritable,
    FileStoreUnavailable,
    FileIndexUnavailable,
    FileIndexUnwritable,
)
SIGNED_ERRORS: tuple[type[OperationError], ...] = (SignatureInvalid, SignedUrlExpired)
