"""Decide how the body of a request is read: by its Content-Type, or by its first bytes."""

from typing import Literal

from servicekit.http.binding.values import without_bom
from servicekit.http.errors.request_errors import UnsupportedContentType
from servicekit.http.request.request_state import RequestState

BodyKind = Literal["json", "form", "multipart", "raw"]
FORM = "application/x-www-form-urlencoded"
_SHOWN = 100


async def kind_of_body(request: RequestState, *, takes_raw: bool, has_files: bool) -> BodyKind:
    """Return how to read the body. Raises UnsupportedContentType.

    JSON is read as such under any type that does not mean a file: a missing one, text/plain, or that of a
    form. A file alone is taken only where the operation takes exactly one, and its type means a file.
    """
    media_type = media_type_of_request(request)
    if media_type in ("application/json", "text/json") or media_type.endswith("+json"):
        return "json"
    if media_type == "multipart/form-data":
        return "multipart"
    means_a_file = "/" in media_type and media_type != FORM
    if takes_raw and means_a_file and media_type != "text/plain":
        return "raw"
    head = without_bom((await request.peek())[:_SHOWN]).lstrip()
    if head[:1] in (b"{", b"[") or (not head and not means_a_file):
        return "json"
    if media_type == FORM:
        return "form"
    if takes_raw and means_a_file:
        return "raw"
    raise UnsupportedContentType(given=media_type[:_SHOWN] or "none", allowed=_allowed(takes_raw, has_files))


def media_type_of_request(request: RequestState) -> str:
    return request.content_type.split(";")[0].strip().lower()


def _allowed(takes_raw: bool, has_files: bool) -> str:  # noqa: FBT001 - two facts about an operation
    if not has_files:
        return "application/json, multipart/form-data or application/x-www-form-urlencoded"
    if not takes_raw:
        return "multipart/form-data or application/json"
    return "multipart/form-data, application/json, or the file itself as application/octet-stream"
