"""What can go wrong in a step of a recipe; steps are counted from 0, as in the request."""

from servicekit import InvalidInput, ResourceLimit

MAX_BYTES = 16 << 20


class StepNeedsText(InvalidInput):
    code = "RECIPE_STEP_NEEDS_TEXT"
    message = "'steps.{number}' needs text, and its input is not UTF-8 text."


class NothingDetected(InvalidInput):
    code = "RECIPE_NOTHING_DETECTED"
    message = "'steps.{number}' detected no encoding in its input."


class NotCompressed(InvalidInput):
    code = "RECIPE_NOT_COMPRESSED"
    message = "'steps.{number}' cannot decompress its input: it is not a complete {kind} stream."


class NotInCharset(InvalidInput):
    code = "RECIPE_NOT_IN_CHARSET"
    message = (
        "'steps.{number}' cannot convert its input: it is not valid {charset}, or has characters outside it."
    )


class NotSealed(InvalidInput):
    code = "RECIPE_NOT_ENCRYPTED"
    message = "'steps.{number}' cannot decrypt its input: {reason}."


class TooMuchData(ResourceLimit):
    code = "RECIPE_TOO_MUCH_DATA"
    message = "'steps.{number}' produces more than 16 MiB."


def as_text(data: bytes, number: int) -> str:
    """Return what *data* is in UTF-8. Raises StepNeedsText."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise StepNeedsText(number=number) from error


def require_size(size: int, number: int) -> None:
    """Raise TooMuchData before so much is made."""
    if size > MAX_BYTES:
        raise TooMuchData(number=number)
