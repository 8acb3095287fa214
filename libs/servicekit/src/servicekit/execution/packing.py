"""The worker's side of an answer: results and errors as headers and bytes."""

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from servicekit.errors import OperationError
from servicekit.execution.frames import MAX_BODY_BYTES
from servicekit.outputs import FileOutput, FileOutputs

Packed = tuple[dict[str, Any], bytes]
MAX_INLINE_BYTES = 256 << 10
_MAX_TEXT = 16_384
_MAX_DETAILS = 100


def pack_result(result: object, workspace: Path) -> Packed:
    """Return the frame for what a handler returned; large content goes through *workspace*.

    Raises TypeError for anything but a model, FileOutput or FileOutputs.
    """
    if isinstance(result, BaseModel):
        text = dump(result)
        if len(text) > MAX_BODY_BYTES:
            return {"kind": "limit", "limit": f"{MAX_BODY_BYTES >> 20} MiB of JSON in its answer"}, b""
        return {"kind": "model"}, text
    if isinstance(result, FileOutput):
        return _pack_files("file", [result], None, result.report, workspace)
    if isinstance(result, FileOutputs):
        return _pack_files("files", result.files, result.name, result.report, workspace)
    raise TypeError(f"a handler in a worker process returned {type(result).__name__}, not a model or file")


def pack_error(error: OperationError) -> Packed:
    details = [{"field": each.field, "message": each.message} for each in error.details[:_MAX_DETAILS]]
    return {"kind": "error", "code": error.code, "text": error.text[:_MAX_TEXT], "details": details}, b""


def pack_crash(traceback: str) -> Packed:
    return {"kind": "crash"}, traceback[-_MAX_TEXT:].encode(errors="replace")


def dump(model: BaseModel) -> bytes:
    """Write *model* so that its own class reads it back as it is, NaN and infinity included."""
    text = model.model_dump_json(round_trip=True, by_alias=False)
    if "null" in text:  # pydantic writes NaN so too, where None may not be allowed
        text = json.dumps(model.model_dump(mode="json", round_trip=True, by_alias=False))
    return text.encode()


def _pack_files(kind: str, files: Any, name: str | None, report: BaseModel | None, workspace: Path) -> Packed:
    parts = [b"" if report is None else dump(report)]
    room = MAX_INLINE_BYTES
    headers = []
    for file in files:
        header = {"media_type": file.media_type, "name": file.name}
        if isinstance(file.data, Path):
            header["path"] = str(file.data.absolute())
        elif isinstance(file.data, (bytes, bytearray, memoryview)) and len(file.data) <= room:
            header["size"] = len(file.data)
            room -= len(file.data)
            parts.append(bytes(file.data))
        else:
            header["path"] = str(_spool(file.data, workspace))
        headers.append(header)
    frame = {"kind": kind, "name": name, "files": headers, "report": len(parts[0])}
    return frame, b"".join(parts)


def _spool(data: bytes | Iterator[bytes], workspace: Path) -> Path:
    handle, path = tempfile.mkstemp(prefix="result-", dir=workspace)
    with os.fdopen(handle, "wb") as stream:
        for piece in [data] if isinstance(data, (bytes, bytearray, memoryview)) else data:
            stream.write(piece)
    return Path(path)
