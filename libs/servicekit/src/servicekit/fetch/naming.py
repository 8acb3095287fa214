"""Name and media type of a downloaded file, as far as the server tells them."""

import re
from email.message import Message
from urllib.parse import unquote

OCTET_STREAM = "application/octet-stream"
_MAX_NAME_BYTES = 255
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\"<>|:*?]")
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}")


def media_type_of(content_type: str) -> str:
    """Return the type alone, in lower case and without parameters; what is none is octets."""
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type if _MEDIA_TYPE.fullmatch(media_type) else OCTET_STREAM


def name_of(disposition: str, paths: list[str]) -> str | None:
    """Return a file name without folders: the server's own, else one from *paths*, preferring a suffix."""
    if disposition:
        message = Message()
        message["Content-Disposition"] = disposition
        name = _plain(message.get_filename() or "")
        if name:
            return name
    names = [_plain(unquote(path.partition("?")[0].rpartition("/")[2])) for path in paths]
    return next((name for name in names if "." in name), None) or next((name for name in names if name), None)


def _plain(name: str) -> str:
    """Drop folders and characters that no file system takes; a name of dots alone is none."""
    name = _UNSAFE.sub("", name.replace("\\", "/").rpartition("/")[2]).strip(". ")
    return name.encode("utf-8", "ignore")[:_MAX_NAME_BYTES].decode("utf-8", "ignore")
