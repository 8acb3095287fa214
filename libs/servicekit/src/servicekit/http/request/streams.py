"""Bodies as they arrive, and headers read into models and written from them."""

from collections.abc import AsyncIterator, Mapping
from typing import TypeVar

from servicekit.errors import OperationError
from servicekit.http.binding.values import parse_values
from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.http.errors.request_errors import BodyTooSlow, FileTooLarge, UnsupportedContentType
from servicekit.http.request.request_state import Headers as HeaderLines
from servicekit.http.request.request_state import RequestState
from servicekit.operations.forms import FileRule
from servicekit.operations.streams import BodyStream, Headers, header_name
from servicekit.ports.file_errors import WRITE_ERRORS

HeadersT = TypeVar("HeadersT", bound=Headers)
_SHOWN = 100


def open_stream(request: RequestState, rule: FileRule) -> BodyStream:
    """Return the body of a request. Raises UnsupportedContentType or FileTooLarge, also while it is read."""
    media_type = request.content_type.split(";")[0].strip().lower()
    if rule.media_types and media_type not in rule.media_types:
        allowed = " or ".join(rule.media_types)
        raise UnsupportedContentType(given=media_type[:_SHOWN] or "none", allowed=allowed)
    if rule.max_bytes is not None and (request.content_length or 0) > rule.max_bytes:
        raise FileTooLarge(field="body", limit=rule.max_bytes)
    return BodyStream(media_type, request.content_length, _pieces(request, rule.max_bytes))


async def _pieces(request: RequestState, limit: int | None) -> AsyncIterator[bytes]:
    while not request.body_complete:
        piece = await request.read()
        if limit is not None and request.body_bytes > limit:
            raise FileTooLarge(field="body", limit=limit)
        yield piece


def read_headers(model: type[HeadersT], given: Mapping[bytes, bytes]) -> HeadersT:
    """Return the headers that *model* names. Raises InvalidInput that names the header."""
    names = {name: header_name(name) for name in model.model_fields}
    found = {alias: given.get(alias.lower().encode()) for alias in names.values()}
    texts = {alias: value.decode("latin-1") for alias, value in found.items() if value is not None}
    read: HeadersT = parse_values(model, texts)
    return read


def write_headers(headers: Headers) -> HeaderLines:
    values = headers.model_dump(mode="json", by_alias=True, exclude_none=True)
    return [(name.lower().encode(), str(value).encode("latin-1")) for name, value in values.items()]


def errors_of(endpoint: Endpoint) -> list[type[OperationError]]:
    """Return what may go wrong with a body that is read as it arrives."""
    if endpoint.stream is None:
        return []
    return [FileTooLarge, BodyTooSlow, UnsupportedContentType, *WRITE_ERRORS]
