"""The worker's side of an answer: results and errors as headers and bytes."""

import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from servicekit.errors import OperationError
from servicekit.execution.transport.frames import MAX_BODY_BYTES, Frame
from servicekit.execution.transport.window import WINDOW_BYTES, WINDOW_PATH, Window
from servicekit.operations.outputs import FileOutput, FileOutputs

MAX_INLINE_BYTES = 256 << 10
_MAX_TEXT = 16_384
_MAX_DETAILS = 100


def pack_result(result: object, workspace: Path, window: Window) -> Frame:
    """Return the frame for what a handler returned; larger content goes through *window* or *workspace*.

    Raises TypeError for anything but a model, FileOutput or FileOutputs.
    """
    if isinstance(result, BaseModel):
        text = dump(result)
        if len(text) > MAX_BODY_BYTES:
            return {"kind": "limit", "limit": f"{MAX_BODY_BYTES >> 20} MiB of JSON in its answer"}, b""
        return {"kind": "model"}, text
    if isinstance(result, FileOutput):
        return _pack_files("file", [result], None, result.report, _Places(workspace, window))
    if isinstance(result, FileOutputs):
        return _pack_files("files", result.files, result.name, result.report, _Places(workspace, window))
    raise TypeError(f"a handler in a worker process returned {type(result).__name__}, not a model or file")


def pack_error(error: OperationError) -> Frame:
    details = [{"field": each.field, "message": each.message} for each in error.details[:_MAX_DETAILS]]
    told = {"code": error.code, "text": error.text[:_MAX_TEXT], "details": details}
    return {"kind": "error", **told, "fields": error.fields[:_MAX_DETAILS]}, b""


def pack_crash(traceback: str) -> Frame:
    return {"kind": "crash"}, traceback[-_MAX_TEXT:].encode(errors="replace")


def dump(model: BaseModel) -> bytes:
    """Write *model* so that its own class reads it back as it is, NaN and infinity included."""
    text = model.model_dump_json(round_trip=True, by_alias=False)
    if "null" in text:  # pydantic writes NaN so too, where None may not be allowed
        text = json.dumps(model.model_dump(mode="json", round_trip=True, by_alias=False))
    return text.encode()


def _pack_files(
    kind: str, files: Any, name: str | None, report: BaseModel | None, places: "_Places"
) -> Frame:
    parts = [b"" if report is None else dump(report)]
    headers = []
    for file in files:
        header = {"media_type": file.media_type, "name": file.name}
        # The window may show something else by the time that the file is read.
        data = file.data.read_bytes() if file.data == WINDOW_PATH else file.data
        if isinstance(data, Path):
            header["path"] = str(data.absolute())
        elif isinstance(data, (bytes, bytearray, memoryview)):
            parts.append(places.put(data, header))
        else:
            header["path"] = str(places.spool(data))
        headers.append(header)
    places.fill_window()
    frame = {"kind": kind, "name": name, "files": headers, "report": len(parts[0])}
    return frame, b"".join(parts)


class _Places:
    """Where the content of one answer goes: into the frame, into the window, or to disk."""

    def __init__(self, workspace: Path, window: Window) -> None:
        self._workspace = workspace
        self._window = window
        self._in_window: list[bytes | bytearray | memoryview] = []
        self._filled = 0
        self._room = MAX_INLINE_BYTES

    def put(self, data: bytes | bytearray | memoryview, header: dict[str, Any]) -> bytes:
        """Write into *header* where *data* is, and return what the frame carries of it."""
        if len(data) <= self._room:
            self._room -= len(data)
            header["size"] = len(data)
            return bytes(data)
        if self._filled + len(data) <= WINDOW_BYTES:
            header |= {"size": len(data), "in_window": self._filled}
            self._in_window.append(data)
            self._filled += len(data)
        else:
            header["path"] = str(self.spool([data]))
        return b""

    def fill_window(self) -> None:
        if self._in_window:
            self._window.fill(self._in_window)

    def spool(self, pieces: Iterable[bytes | bytearray | memoryview]) -> Path:
        handle, path = tempfile.mkstemp(prefix="result-", dir=self._workspace)
        with os.fdopen(handle, "wb") as stream:
            for piece in pieces:
                stream.write(piece)
        return Path(path)
