"""Errors of uploads, beside those that every file store raises (`servicekit.ports.file_errors`)."""

from servicekit.errors import Conflict, Gone, InvalidInput, NotFound, TooLarge


class FileInUse(Conflict):
    code = "FILE_IN_USE"
    message = "The file '{file_id}' is in use by a job. Delete it after the job has finished."
    retryable = True


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
