"""Files in and out: paths, bytes and open files go in; `File` comes out and goes in again."""

import base64
import io
import json
import mimetypes
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import IO, Any, NamedTuple, TypedDict
from urllib.parse import unquote

import httpx


class StoredFile(TypedDict, total=False):
    """A file that is not sent: its address, or the id of a stored file."""

    url: str
    file_id: str
    base64: str
    name: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that an operation made. It can be given to another operation as it is."""

    content: bytes = field(repr=False)
    name: str
    media_type: str
    report: Any = None  # what the operation tells about the file
    request_id: str | None = None

    def save(self, target: str | PathLike[str] = ".") -> Path:
        """Write the file to *target*, or into it if it is a folder; return its path."""
        path = Path(target)
        path = path / Path(self.name).name if path.is_dir() else path
        path.write_bytes(self.content)
        return path

    def unpack(self) -> list["File"]:
        """Return the files of a ZIP archive, as operations answer that make several files."""
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            return [File(archive.read(name), name, _guessed(name)) for name in names]


FileInput = PathLike[str] | bytes | IO[bytes] | File | StoredFile | Mapping[str, Any] | str
"""A path, bytes, an open file, a `File`, a reference (`{"file_id": ...}`), a URL or an id."""


class Upload(NamedTuple):
    """A file to send: its name, content and media type."""

    name: str
    content: bytes
    media_type: str


def upload_of(value: Any) -> Upload | None:
    """Return what is sent of *value*; None if it only refers to a file."""
    if isinstance(value, File):
        return Upload(value.name, value.content, value.media_type)
    if isinstance(value, bytes | bytearray | memoryview):
        return Upload("file", bytes(value), "application/octet-stream")
    if isinstance(value, PathLike):
        path = Path(value)
        return Upload(path.name, path.read_bytes(), _guessed(path.name))
    if hasattr(value, "read"):
        name = Path(str(getattr(value, "name", "file"))).name
        content = value.read()
        return Upload(name, content.encode() if isinstance(content, str) else content, _guessed(name))
    return None


def referred(value: Any) -> Any:
    """Return *value* as JSON: files inside it in base64, everything else as it is."""
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, Mapping):
        return {key: referred(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [referred(one) for one in value]
    upload = upload_of(value)
    if upload is None:
        return value
    return {"base64": base64.b64encode(upload.content).decode(), "name": upload.name}


def file_of(response: httpx.Response) -> File:
    """Return the file that a response is."""
    headers = response.headers
    media_type = headers.get("content-type", "application/octet-stream").partition(";")[0]
    report = headers.get("x-report")
    return File(
        response.content,
        _name(headers.get("content-disposition", "")) or "file",
        media_type,
        json.loads(report) if report else None,
        headers.get("x-request-id"),
    )


def _name(disposition: str) -> str | None:
    found = dict(_parameters(disposition))
    encoded = found.get("filename*", "")
    if "''" in encoded:
        return unquote(encoded.partition("''")[2])
    return found.get("filename")


def _parameters(disposition: str) -> Iterator[tuple[str, str]]:
    for part in disposition.split(";")[1:]:
        name, _, value = part.strip().partition("=")
        yield name.lower(), value.strip('"')


def _guessed(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
