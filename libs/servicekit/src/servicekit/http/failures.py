"""From any exception to the error that the caller is told."""

import logging
from collections.abc import Iterable

from servicekit.errors import ErrorDetail, InternalError, OperationError, ResourceLimit
from servicekit.http.explaining import fields_named

logger = logging.getLogger(__name__)


def name_fields(error: OperationError, known: Iterable[str]) -> None:
    """Give *error* a detail for each of the *known* fields that its message names, if it has none."""
    if not error.details:
        names = [*error.fields, *fields_named(error.text, known)]
        error.details = [ErrorDetail(field=name, message=error.text) for name in dict.fromkeys(names)]


def classify(error: BaseException, request_id: str) -> OperationError:
    """Return a declared error as it is; anything else is logged with its stack and told as a generic one."""
    if isinstance(error, OperationError):
        if error.__cause__ is not None:
            logger.debug(
                "refused: %s",
                error.code,
                extra={"request_id": request_id, "cause": type(error.__cause__).__name__},
            )
        return error
    logger.error("unclassified failure", exc_info=error, extra={"request_id": request_id})
    if isinstance(error, MemoryError):
        return ResourceLimit(limit="the memory there is")
    return InternalError()
