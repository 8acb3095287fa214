"""Convert the URL of a file into a data: URL, for servers that must not open a caller's URL themselves."""

import asyncio
import base64

from servicekit.context import Context
from servicekit.fetch.errors import UrlInvalid
from servicekit.http.errors.request_errors import FileEmpty, FileTooLarge, FileTypeRefused
from servicekit.http.files.resolver import UNKNOWN_TYPE, base64_bytes, matches
from servicekit.operations.forms import ANY_FILE, FileInput, FileRule

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)


async def as_data_url(context: Context, url: str, *, field: str, rule: FileRule = ANY_FILE) -> str:
    """Return the file at *url* as a base64 data: URL, for any field of a request that holds a URL.

    *url* is a public http or https address, the signed address of a file of the store, or a data: URL, which
    is checked and normalized. The size and media type follow *rule*; a picture that a server sends as
    application/octet-stream gets the type that its first bytes show. Raises FileTooLarge, FileTypeRefused,
    FileEmpty, Base64Invalid and the errors of URL inputs, which all name *field*.
    """
    url = url.strip()
    if url[:5].lower() == "data:":
        return await asyncio.to_thread(_checked, f"data:{url[5:]}", field, rule)
    file = await context.fetch(url, field=field, rule=rule)
    return await asyncio.to_thread(_encoded, file, field, rule)


def _encoded(file: FileInput, field: str, rule: FileRule) -> str:
    return _data_url(file.content, file.media_type, field, rule)


def _checked(url: str, field: str, rule: FileRule) -> str:
    head, comma, _ = url.partition(",")
    if not comma:
        raise UrlInvalid(f"'{field}': the data: URL has no comma between its media type and its content.")
    media_type = head[len("data:") :].partition(";")[0].strip().lower() or UNKNOWN_TYPE
    if rule.max_bytes is not None and len(url) - len(head) > (rule.max_bytes + 2) * 2:
        raise FileTooLarge(field=field, limit=rule.max_bytes)
    return _data_url(base64_bytes(url, field), media_type, field, rule)


def _data_url(content: bytes, media_type: str, field: str, rule: FileRule) -> str:
    if rule.max_bytes is not None and len(content) > rule.max_bytes:
        raise FileTooLarge(field=field, limit=rule.max_bytes)
    if len(content) < rule.min_bytes:
        raise FileEmpty(field=field, size=len(content), minimum=rule.min_bytes)
    if media_type == UNKNOWN_TYPE:
        media_type = _picture_type(content)
    if rule.media_types and not matches(media_type, rule.media_types):
        raise FileTypeRefused(field=field, media_type=media_type, allowed=" or ".join(rule.media_types))
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def _picture_type(content: bytes) -> str:
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _SIGNATURES if content.startswith(start)), UNKNOWN_TYPE)
