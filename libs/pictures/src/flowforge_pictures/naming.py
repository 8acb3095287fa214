"""Name the field of the request that a file came in, in the errors about it."""

from collections.abc import Iterator
from contextlib import contextmanager

from servicekit import ErrorDetail, OperationError


@contextmanager
def naming(field: str) -> Iterator[None]:
    """Name *field* in errors that name no field: 'logo': The SVG contains ..."""
    try:
        yield
    except OperationError as error:
        if error.details:
            raise
        text = error.text if error.text.startswith("'") else f"'{field}': {error.text}"
        if not text.startswith(f"'{field}'"):  # it names another one, such as 'page'
            raise
        raise type(error)(text, details=[ErrorDetail(field=field, message=text)]) from error
