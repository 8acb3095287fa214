"""Why a document cannot be redacted."""

from servicekit import InvalidInput, OperationError


class CannotRedact(InvalidInput):
    code = "REDACTION_REFUSED"
    message = (
        "Page {page} cannot be redacted safely: {reason}. Send unreadable='rasterize' to turn such pages "
        "into pictures."
    )


class RedactionNotVerified(InvalidInput):
    code = "REDACTION_NOT_VERIFIED"
    message = (
        "The redacted document still has what was to be removed ({where}), so it is not returned. Send "
        "unreadable='rasterize' to turn the pages concerned into pictures."
    )


REDACTING: tuple[type[OperationError], ...] = (CannotRedact, RedactionNotVerified)


class Unreadable(Exception):
    """A page has something that cannot be read or removed for sure."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
