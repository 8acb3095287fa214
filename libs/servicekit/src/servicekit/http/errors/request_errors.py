"""Errors of requests that the kit raises."""

from servicekit.errors import (
    BadRequest,
    InvalidInput,
    OperationError,
    RequestTimeout,
    TooLarge,
    TooManyRequests,
    Unauthenticated,
    Unsupported,
)


class MalformedBody(BadRequest):
    code = "MALFORMED_BODY"
    message = "The body is not valid {format}: {reason}."


class BodyTooSlow(RequestTimeout):
    code = "BODY_TOO_SLOW"
    message = "No more of the body came for {seconds:g} seconds: send the request again."


class BodyTooLarge(TooLarge):
    message = "The body is larger than the {limit} bytes allowed{hint}."


class FileTooLarge(TooLarge):
    code = "FILE_TOO_LARGE"
    message = "'{field}' is larger than the {limit} bytes allowed."


class TooManyFiles(TooLarge):
    code = "TOO_MANY_FILES"
    message = "The request has more than the {limit} files allowed."


class FileEmpty(InvalidInput):
    code = "FILE_EMPTY"
    message = "'{field}' has {size} bytes: it needs at least {minimum}."


class FileTypeRefused(Unsupported):
    code = "FILE_TYPE_REFUSED"
    message = "'{field}' is {media_type}: send {allowed}."


class UnsupportedContentType(Unsupported):
    message = "Content-Type '{given}' is not understood here: send {allowed}."


class UnsupportedContentEncoding(Unsupported):
    code = "UNSUPPORTED_CONTENT_ENCODING"
    message = "Content-Encoding '{given}' is not supported: send gzip, deflate, or the body uncompressed."


class Base64Invalid(InvalidInput):
    code = "BASE64_INVALID"
    message = (
        "'{field}' was read as base64, but {reason}. Send base64, a data: URL, a URL that begins with "
        "https:// or http://, or a file id that begins with file_."
    )


class ConsumerBusy(TooManyRequests):
    code = "TOO_MANY_CONCURRENT_REQUESTS"
    message = "More than {limit} requests of yours run at once: wait for one to end."


class GatewayRequired(Unauthenticated):
    code = "GATEWAY_REQUIRED"
    message = (
        "This service answers only requests that come through the gateway: send the request to the gateway, "
        "with an API key. For development, start the service with FLOWFORGE_ALLOW_DIRECT_CALLS=true."
    )


class ConsumerMissing(Unauthenticated):
    code = "CONSUMER_MISSING"
    message = "The gateway named no consumer in X-User-ID: call the operation with an API key."


class ClientGone(Exception):
    """The caller closed the connection before the answer was due."""


BODY_ERRORS: tuple[type[OperationError], ...] = (
    MalformedBody,
    BodyTooSlow,
    BodyTooLarge,
    UnsupportedContentType,
    UnsupportedContentEncoding,
)
CALLER_ERRORS: tuple[type[OperationError], ...] = (GatewayRequired, ConsumerMissing)
FILE_ERRORS: tuple[type[OperationError], ...] = (
    FileTooLarge,
    TooManyFiles,
    FileEmpty,
    FileTypeRefused,
    Base64Invalid,
)
