"""Replace the URLs of pictures by their content, so that no engine opens a caller's URL."""

from collections.abc import Iterator
from typing import Any

from servicekit import (
    Context,
    ErrorDetail,
    FileRule,
    InvalidInput,
    OperationError,
    TimedOut,
    TooLarge,
    Unsupported,
    UpstreamFailed,
    as_data_url,
)

_MAX_BYTES, _MAX_TOTAL_BYTES = 10 << 20, 50 << 20
_RULE = FileRule(
    max_bytes=_MAX_BYTES, media_types=("image/png", "image/jpeg", "image/gif", "image/webp"), min_bytes=1
)

_REFUSALS = (InvalidInput, TooLarge, TimedOut, Unsupported, UpstreamFailed)


class PictureRefused(InvalidInput):
    code = "IMAGE_REFUSED"
    message = "Picture {number} cannot be used: {reason}."


class PicturesTooLarge(InvalidInput):
    code = "IMAGES_TOO_LARGE"
    message = "The pictures of the request have more than {limit} bytes together: send fewer or smaller ones."


PICTURE_ERRORS = (PictureRefused, PicturesTooLarge)


async def fetch_pictures(context: Context, messages: list[dict[str, Any]]) -> None:
    """Download the pictures of chat messages and put them in as data: URLs.

    A public http or https address, the signed address of a stored file, and a data: URL are accepted; nothing
    else ever reaches an engine. Raises PictureRefused and PicturesTooLarge.
    """
    total = 0
    for number, (field, picture) in enumerate(_pictures(messages), 1):
        try:
            picture["url"] = await as_data_url(context, picture["url"], field=field, rule=_RULE)
        except _REFUSALS as error:
            raise _refused(number, field, error) from error
        total += len(picture["url"])
        if total > _MAX_TOTAL_BYTES:
            raise PicturesTooLarge(limit=_MAX_TOTAL_BYTES)


def has_pictures(messages: list[dict[str, Any]]) -> bool:
    return next(_pictures(messages), None) is not None


def _pictures(messages: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for index, message in enumerate(messages):
        content = message.get("content")
        for part, one in enumerate(content if isinstance(content, list) else ()):
            if one.get("type") == "image_url":
                yield f"messages.{index}.content.{part}.image_url.url", one["image_url"]


def _refused(number: int, field: str, error: OperationError) -> PictureRefused:
    detail = ErrorDetail(field=field, message=error.text)
    return PictureRefused(number=number, reason=error.text.rstrip("."), details=[detail])
