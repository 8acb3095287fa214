"""The service's side of a worker's answer: nothing in it is believed before it was checked."""

import logging
import stat
from pathlib import Path
from typing import Any, NoReturn

from pydantic import BaseModel, TypeAdapter, ValidationError

from servicekit.errors import ErrorDetail, InsufficientStorage, InternalError, ResourceLimit
from servicekit.execution.transport.calls import Contract
from servicekit.execution.transport.frames import Frame, MalformedFrame
from servicekit.execution.transport.window import Window
from servicekit.operations.outputs import FileOutput, FileOutputs

Answer = BaseModel | FileOutput[Any] | FileOutputs[Any]
logger = logging.getLogger(__name__)


def unpack(frame: Frame, window: Window, contract: Contract, workspace: Path, memory: str) -> Answer:
    """Return a worker's result, or raise the error that it reports; *memory* is the call's limit in words.

    Raises MalformedFrame if the result does not match the handler's contract or is outside its workspace.
    """
    header, body = frame
    match header.get("kind"):
        case "model":
            return _model(contract.model, body)
        case "file" | "files" as kind:
            return _files(kind, frame, window, contract, workspace)
        case "memory":
            raise ResourceLimit(limit=memory)
        case "storage":
            raise InsufficientStorage
        case "limit":
            raise ResourceLimit(limit=_text(header, "limit")[:100])
        case "error":
            _raise_declared(header, contract)
        case "crash":
            logger.error("a handler failed in its worker process:\n%s", body.decode(errors="replace"))
            raise InternalError
    raise MalformedFrame("an answer of an unknown kind")


def _raise_declared(header: dict[str, Any], contract: Contract) -> NoReturn:
    code = _text(header, "code")
    kind = contract.error(code)
    if kind is None:
        logger.error("a handler raised %.100s in its worker process, and does not declare it", code)
        raise InternalError
    try:
        error = kind.restore(_text(header, "text"), header.get("details", []))
        error.fields = tuple(ErrorDetail(field=name, message="").field for name in header.get("fields", []))
    except (ValidationError, TypeError) as mistake:
        raise MalformedFrame("an error's details are none") from mistake
    raise error


def _model(adapter: TypeAdapter[Any] | None, body: bytes) -> BaseModel:
    if adapter is None:
        raise MalformedFrame("a model where none is declared")
    try:
        model: BaseModel = adapter.validate_json(body, by_name=True, by_alias=True)
    except ValidationError as error:
        raise MalformedFrame("the answer does not fit the declared model") from error
    return model


def _files(
    kind: str, frame: Frame, window: Window, contract: Contract, workspace: Path
) -> FileOutput[Any] | FileOutputs[Any]:
    header, body = frame
    report_bytes, headers = header.get("report"), header.get("files")
    if (
        not isinstance(report_bytes, int)
        or not 0 <= report_bytes <= len(body)
        or not isinstance(headers, list)
    ):
        raise MalformedFrame("a result without its files")
    report = _model(contract.report, body[:report_bytes]) if report_bytes else None
    files = []
    at = report_bytes
    for each in headers:
        data, at = _content(each, body, at, window, workspace)
        name = None if each.get("name") is None else _text(each, "name")
        media_type = _text(each, "media_type")
        if not (media_type.isascii() and media_type.isprintable()):
            raise MalformedFrame("a media type that would break a header")
        files.append(FileOutput(data, media_type=media_type, name=name))
    if kind == "files":
        return FileOutputs(files, name=_text(header, "name"), report=report)
    if len(files) != 1:
        raise MalformedFrame(f"{len(files)} files where one is declared")
    return FileOutput(files[0].data, media_type=files[0].media_type, name=files[0].name, report=report)


def _content(
    header: object, body: bytes, at: int, window: Window, workspace: Path
) -> tuple[bytes | Path, int]:
    if not isinstance(header, dict):
        raise MalformedFrame("a file without its header")
    if "path" in header:
        return _inside(Path(_text(header, "path")), workspace), at
    size, start = header.get("size"), header.get("in_window")
    if isinstance(size, int) and isinstance(start, int):
        return window.take(size, start), at
    if not isinstance(size, int) or not 0 <= size <= len(body) - at:
        raise MalformedFrame("a file without its bytes")
    return body[at : at + size], at + size


def _inside(path: Path, workspace: Path) -> Path:
    """Return the resolved *path*, if it is a regular file in *workspace*."""
    try:
        real = path.resolve(strict=True)
        plain = stat.S_ISREG(real.stat().st_mode)
        inside = real.is_relative_to(workspace.resolve(strict=True))
    except (OSError, RuntimeError, ValueError) as error:
        raise MalformedFrame("a result's file cannot be found") from error
    if not (plain and inside):
        raise MalformedFrame("a result's file lies outside the workspace, or is no plain file")
    return real


def _text(header: dict[str, Any], key: str) -> str:
    value = header.get(key)
    if not isinstance(value, str):
        raise MalformedFrame(f"{key!r} is no text")
    return value
