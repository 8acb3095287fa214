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
    message = "The file '{file_id}' is used by a job: delete it when the job has ended."
    retryable = True


class QuotaExceeded(TooLarge):
    code = "FILE_QUOTA_EXCEEDED"
    message = (
        "Your files and running uploads may have {quota} bytes together, and have {used}; {wanted} more do "
        "not fit: delete files, or wait until some expire."
    )


class FileStoreFull(InsufficientStorage):
    code = "FILE_STORE_FULL"
    message = "The file store takes no more bytes at present; nothing of this file was kept."


class FileStoreUnwritable(InsufficientStorage):
    code = "FILE_STORE_UNWRITABLE"
    message = "The file store cannot be written at present; nothing of this file was kept."


class FileStoreAway(Unavailable):
    code = "FILE_STORE_UNAVAILABLE"
    message = "The file store does not answer at present: try again shortly."


class FileIndexAway(Unavailable):
    code = "FILE_INDEX_UNAVAILABLE"
    message = "The records of files cannot be read or written at present: try again shortly."


class FileIndexUnwritable(InsufficientStorage):
    code = "FILE_INDEX_UNWRITABLE"
    message = "The records of files cannot be written: their disk is full or read-only. Nothing was changed."


class FileDamaged(OperationError):
    code = "FILE_DAMAGED"
    message = (
        "The stored content of this file is not what was uploaded: upload it again, and tell the operators."
    )


class FileKeyMissing(OperationError):
    code = "FILE_KEY_MISSING"
    message = (
        "This file is encrypted under a key that the service does not have: the operators add it to "
        "FLOWFORGE_FILES_FORMER_KEYS."
    )


class SignatureInvalid(Forbidden):
    code = "FILE_SIGNATURE_INVALID"
    message = "The signature of this address is not valid: use the address exactly as it was given."


class AddressExpired(Gone):
    code = "FILE_ADDRESS_EXPIRED"
    message = "This signed address expired on {when}: ask for a new one."


class UnknownUpload(NotFound):
    code = "UPLOAD_NOT_FOUND"
    message = "There is no unfinished upload '{upload_id}', or it is not yours."


class UploadExpired(Gone):
    code = "UPLOAD_EXPIRED"
    message = "The upload '{upload_id}' was not finished in time: begin a new one."


class UploadMoved(Conflict):
    code = "UPLOAD_OFFSET_CONFLICT"
    message = "The upload stands at byte {offset}, not at {given}: continue there."


class UploadTooLong(TooLarge):
    code = "UPLOAD_TOO_LONG"
    message = "The upload has more bytes than were announced, or than the limit of this service."


class UploadLengthKnown(Conflict):
    code = "UPLOAD_LENGTH_CONFLICT"
    message = "The upload has {length} bytes, as it was announced before: another length cannot be set."


class PartUnfinished(Conflict):
    code = "UPLOAD_PART_UNFINISHED"
    message = "The upload '{upload_id}' is no finished partial upload: it cannot be joined to others."


class UploadInTooManyPieces(InvalidInput):
    code = "UPLOAD_IN_TOO_MANY_PIECES"
    message = "The upload came in {limit} pieces: begin a new one and send larger pieces."


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
