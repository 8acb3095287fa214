"""Why a URL input could not be downloaded, in words for the person who gave the URL."""

from servicekit.errors import InvalidInput, OperationError, TimedOut, TooLarge


class UrlInvalid(InvalidInput):
    code = "URL_INVALID"
    message = "The URL is not valid: {reason}."


class UrlForbidden(InvalidInput):
    code = "URL_FORBIDDEN"
    message = "The URL may not be used: {reason}."


class UrlUnreachable(InvalidInput):
    """The URL is the caller's data, so its server's silence is no failure of ours."""

    code = "URL_UNREACHABLE"
    message = "The file could not be downloaded from '{host}': {reason}."
    retryable = True


class UrlUntrusted(InvalidInput):
    code = "URL_UNTRUSTED"
    message = "The identity of the server '{host}' could not be verified: {reason}."


class UrlAnswered(InvalidInput):
    code = "URL_NOT_OK"
    message = (
        "The server '{host}' answered the URL with HTTP status {status} instead of a file: "
        "check that the link is complete, has not expired, and opens without signing in."
    )


class UrlUnreadable(InvalidInput):
    code = "URL_UNREADABLE"
    message = "The server '{host}' sent the file in a form that cannot be read: {reason}."


class UrlTooLarge(TooLarge):
    code = "URL_TOO_LARGE"
    message = "The file at the URL is larger than {limit} bytes, the most that is allowed."


class UrlTimedOut(TimedOut):
    code = "URL_TIMED_OUT"
    message = "The file at the URL did not arrive completely within {seconds:g} seconds."


FETCH_ERRORS: tuple[type[OperationError], ...] = (
    UrlAnswered,
    UrlForbidden,
    UrlInvalid,
    UrlTimedOut,
    UrlTooLarge,
    UrlUnreachable,
    UrlUnreadable,
    UrlUntrusted,
)
