"""Send existing content: all of it, a range, or 304 Not Modified."""

import re
from contextlib import aclosing
from datetime import UTC
from email.utils import format_datetime

from servicekit.errors import RangeNotSatisfiable
from servicekit.http.request.request_state import Headers, RequestState
from servicekit.http.response.file_sender import disposition_header
from servicekit.operations.outputs import ContentOutput

_RANGE = re.compile(rb"bytes=(\d{0,19})-(\d{0,19})")
# What callers upload may be a page: it runs no script under our address, and is taken for nothing else.
_GUARDS: Headers = [(b"x-content-type-options", b"nosniff")]
_SANDBOX = (b"content-security-policy", b"sandbox; default-src 'none'; style-src 'unsafe-inline'")


async def send_content(request: RequestState, content: ContentOutput) -> None:
    """Send *content*. Raises RangeNotSatisfiable, and what reading raises before its first byte."""
    etag = f'"{content.etag}"'.encode()
    headers: Headers = [
        (b"etag", etag),
        (b"last-modified", _date(content)),
        (b"cache-control", b"private, max-age=%d" % content.max_age_seconds),
        (b"accept-ranges", b"bytes"),
    ]
    if _is_known(request.headers.get(b"if-none-match"), etag):
        await request.begin(304, content.media_type.encode("latin-1"), headers, None)
        await request.write(b"", more=False)
        return
    headers += [*_GUARDS, disposition_header(content.name, content.disposition)]
    if content.disposition == "inline":
        headers.append(_SANDBOX)
    start, end = _range(request, content, etag)
    status = 200 if (start, end) == (0, content.size) and not _wants_range(request, content, etag) else 206
    if status == 206:  # noqa: PLR2004 - Partial Content
        headers.append((b"content-range", b"bytes %d-%d/%d" % (start, end - 1, content.size)))
    await _send(request, content, status, headers, (start, end))


async def _send(
    request: RequestState, content: ContentOutput, status: int, headers: Headers, span: tuple[int, int]
) -> None:
    start, end = span
    media_type = content.media_type.encode("latin-1")
    if request.method == "HEAD":
        await request.begin(status, media_type, headers, end - start)
        await request.write(b"", more=False)
        return
    async with aclosing(content.read(start, end)) as pieces:
        first = await anext(pieces, b"")
        await request.begin(status, media_type, headers, end - start)
        await request.write(first)
        async for piece in pieces:
            await request.write(piece)
    await request.write(b"", more=False)


def _range(request: RequestState, content: ContentOutput, etag: bytes) -> tuple[int, int]:
    """Return the first byte and the one after the last. A range that is not understood is none (RFC 9110)."""
    found = _wants_range(request, content, etag)
    if found is None:
        return 0, content.size
    first, last = found.groups()
    if not first:
        start, end = max(content.size - int(last), 0), content.size
    else:
        start, end = int(first), min(int(last) + 1 if last else content.size, content.size)
    if start >= end:
        raise RangeNotSatisfiable(
            f"The range lies outside the file, which has {content.size} bytes.",
            headers={"content-range": f"bytes */{content.size}"},
        )
    return start, end


def _wants_range(request: RequestState, content: ContentOutput, etag: bytes) -> re.Match[bytes] | None:
    given = request.headers.get(b"range")
    if given is None or request.method != "GET":
        return None
    condition = request.headers.get(b"if-range")
    if condition is not None and condition not in (etag, _date(content)):
        return None
    found = _RANGE.fullmatch(given.strip())
    if found is None or found.groups() == (b"", b""):
        return None
    first, last = found.groups()
    return None if first and last and int(last) < int(first) else found


def _is_known(given: bytes | None, etag: bytes) -> bool:
    if given is None:
        return False
    tags = {one.strip().removeprefix(b"W/") for one in given.split(b",")}
    return b"*" in tags or etag in tags


def _date(content: ContentOutput) -> bytes:
    return format_datetime(content.modified.astimezone(UTC), usegmt=True).encode()
