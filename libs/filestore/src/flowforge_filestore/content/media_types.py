"""Detect the media type of content from its first bytes, the declared type and the file name."""

import mimetypes
import re

HEAD_BYTES = 4096
UNKNOWN_TYPE = "application/octet-stream"
_ARCHIVE, _ARCHIVE_TYPE = b"PK\x03\x04", "application/zip"
_LEAST_CONFIDENCE = 0.3
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,63}/[a-z0-9!#$&^_.+-]{1,63}")


def media_type_of(head: bytes, declared: str, name: str) -> str:
    """Return the detected type, else the declared one, else that of the file name.

    A declared type is kept unless the content contradicts it: an office document is a zip archive too.
    """
    said = declared.partition(";")[0].strip().lower()
    if said == UNKNOWN_TYPE or not _TYPE.fullmatch(said):
        said = mimetypes.guess_type(name)[0] or UNKNOWN_TYPE
    shown = _shown(head)
    if not shown or said in shown or (said != UNKNOWN_TYPE and shown[0].startswith("text/")):
        return said
    if head.startswith(_ARCHIVE):
        return said if said != UNKNOWN_TYPE and not _plainly_other(said) else _ARCHIVE_TYPE
    return shown[0]


def _shown(head: bytes) -> list[str]:
    from puremagic import PureError, magic_string  # noqa: PLC0415 - its table takes memory

    try:
        matches = magic_string(head) if head else []
    except PureError:
        return []
    return [one.mime_type for one in matches if one.confidence >= _LEAST_CONFIDENCE and "/" in one.mime_type]


def _plainly_other(media_type: str) -> bool:
    return media_type.startswith(("image/", "audio/", "video/", "text/")) or media_type == "application/pdf"
