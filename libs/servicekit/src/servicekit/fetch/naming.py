"""Name and media type of a downloaded file, from the response headers and the URL."""

import re
from email.message import Message
from email.utils import collapse_rfc2231_value
from typing import Any
from urllib.parse import unquote

OCTET_STREAM = "application/octet-stream"
_MAX_NAME_BYTES = 255
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\"<>|:*?]")
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}")


def media_type_of(content_type: str) -> str:
    """Return the type alone, in lower case and without parameters; what is none is octets."""
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type if _MEDIA_TYPE.fullmatch(media_type) else OCTET_STREAM


def parameter(header: str, name: str) -> str | None:
    """Return a parameter of a header such as Content-Disposition, quoting undone.

    If it is given twice, as plain ASCII and encoded by RFC 5987, the encoded one is used.
    """
    message = Message()
    message["Content-Disposition"] = header.replace("\r", " ").replace("\n", " ")
    given = message.get_params([], header="content-disposition")
    values: list[Any] = [value for each, value in given if each.lower() == name]
    chosen = next((value for value in values if isinstance(value, tuple)), values[0] if values else None)
    return None if chosen is None else collapse_rfc2231_value(chosen)


def name_of(disposition: str, paths: list[str]) -> str | None:
    """Return a file name without folders: the server's own, else one from *paths*, preferring a suffix."""
    if disposition:
        name = _plain(parameter(disposition, "filename") or "")
        if name:
            return name
    names = [_plain(unquote(path.partition("?")[0].rpartition("/")[2])) for path in paths]
    return next((name for name in names if "." in name), None) or next((name for name in names if name), None)


def _plain(name: str) -> str:
    """Drop folders and characters that no file system takes; a name of dots alone is none."""
    name = _UNSAFE.sub("", name.replace("\\", "/").rpartition("/")[2]).strip(". ")
    return name.encode("utf-8", "ignore")[:_MAX_NAME_BYTES].decode("utf-8", "ignore")
