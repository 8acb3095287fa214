"""Send files: as bytes, as base64 in JSON, or as references to the file store."""

import asyncio
import base64
import hashlib
import zipfile
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import orjson
from pydantic import BaseModel

from servicekit.errors import TooLarge
from servicekit.http.files.workspace import Workspace
from servicekit.http.request.request_state import Headers, RequestState
from servicekit.operations.forms import MAX_INLINE_BYTES
from servicekit.operations.outputs import FileOutput, FileOutputs
from servicekit.ports.files import FileStore

PIECE_BYTES = 1 << 18
WHOLE_BYTES = 2 << 20  # read at once: a turn on a thread for each piece costs more than the memory
REPORT_BYTES = 4096
_COMPRESSED = frozenset(("pdf", "zip", "gzip", "x-7z-compressed", "zstd"))
_MEDIA = frozenset(("image", "audio", "video"))
_PLAIN_MEDIA = frozenset(("svg+xml", "bmp", "tiff", "wav", "x-wav", "x-portable-pixmap"))
T = TypeVar("T")
_END = object()


class OutputTooLargeForJson(TooLarge):
    code = "OUTPUT_TOO_LARGE"
    message = (
        "The result has more than the {limit} bytes that fit in JSON: ask for output=binary or output=file, "
        "or for a stream of events with Accept: text/event-stream."
    )


class FileSender:
    """Sends files. One for a service; *executor* does the blocking reads."""

    def __init__(self, executor: Executor, store: FileStore) -> None:
        self._executor = executor
        self._store = store

    async def send_file(
        self,
        request: RequestState,
        output: FileOutput[Any],
        form: str,
        workspace: Workspace,
        headers: Headers,
    ) -> None:
        """Send one file as bytes, as base64 in JSON, or as a reference to the file store."""
        if form == "binary":
            await self._send_bytes(request, output, headers)
            return
        document: dict[str, Any] = {"file": await self._document(request, output, form, workspace, 1)}
        await _send_document(request, document, output.report, headers)

    async def send_files(
        self,
        request: RequestState,
        outputs: FileOutputs[Any],
        form: str,
        workspace: Workspace,
        headers: Headers,
    ) -> None:
        """Send several files as one zip, or as a list in JSON."""
        if form == "binary":
            archive = workspace.path / "archive.zip"
            await self._run(_zip, outputs, archive)
            whole = FileOutput(archive, "application/zip", outputs.name, outputs.report)
            await self._send_bytes(request, whole, headers)
            return
        documents = [
            await self._document(request, output, form, workspace, number)
            for number, output in enumerate(outputs.files, 1)
        ]
        await _send_document(request, {"files": documents}, outputs.report, headers)

    async def _send_bytes(self, request: RequestState, output: FileOutput[Any], headers: Headers) -> None:
        lines = [*headers, disposition_header(output.name), *_report_header(output.report)]
        media_type = output.media_type.encode("latin-1")
        data = output.data
        if isinstance(data, Path) and data.stat().st_size <= WHOLE_BYTES:
            data = await self._run(data.read_bytes)
        if isinstance(data, bytes):
            await request.respond(200, data, media_type=media_type, headers=lines)
            return
        length = data.stat().st_size if isinstance(data, Path) else None
        pieces = self._pieces(_file_pieces(data) if isinstance(data, Path) else data)
        try:
            first = await anext(pieces, b"")
            await request.begin(200, media_type, lines, length)
            await request.write(first)
            async for piece in pieces:
                await request.write(piece)
            await request.write(b"", more=False)
        finally:
            await pieces.aclose()

    async def _pieces(self, source: Iterator[bytes]) -> Any:
        try:
            while (piece := await self._run(next, source, _END)) is not _END:
                yield piece
        finally:
            close = getattr(source, "close", None)
            if close is not None:
                await self._run(close)

    async def _document(
        self, request: RequestState, output: FileOutput[Any], form: str, workspace: Workspace, number: int
    ) -> dict[str, Any]:
        name = output.name or f"file{number}"
        if form == "base64":
            document: dict[str, Any] = await self._run(_inline_document, output, name)
            return document
        path, digest = await self._run(_on_disk, output, workspace.path / f"output{number}")
        kept = await self._store.save(
            request.consumer.id,
            path,
            tier=request.consumer.tier,
            name=name,
            media_type=output.media_type,
            sha256=digest,
        )
        return {
            "name": kept.name,
            "media_type": kept.media_type,
            "bytes": kept.size,
            "sha256": kept.sha256,
            "file_id": kept.file_id,
            "url": kept.url,
            "expires_at": kept.expires_at,
        }

    async def _run(self, call: Any, *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._executor, call, *arguments)


async def send_model(request: RequestState, model: BaseModel, headers: Headers, status: int = 200) -> None:
    await request.respond(status, model.__pydantic_serializer__.to_json(model), headers=headers)


async def _send_document(
    request: RequestState, document: dict[str, Any], report: BaseModel | None, headers: Headers
) -> None:
    if report is not None:
        document["report"] = report.model_dump(mode="json")
    await request.respond(200, orjson.dumps(document, option=orjson.OPT_UTC_Z), headers=headers)


def _inline_document(output: FileOutput[Any], name: str) -> dict[str, Any]:
    content = gather(output, MAX_INLINE_BYTES)
    if content is None:
        raise OutputTooLargeForJson(limit=MAX_INLINE_BYTES)
    return {
        "name": name,
        "media_type": output.media_type,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "base64": base64.b64encode(content).decode(),
    }


def gather(output: FileOutput[Any], limit: int) -> bytes | None:
    """Return the whole content, or None if it has more than *limit* bytes; an iterator is then used up."""
    if isinstance(output.data, bytes):
        return output.data if len(output.data) <= limit else None
    if isinstance(output.data, Path):
        return output.data.read_bytes() if output.data.stat().st_size <= limit else None
    content = bytearray()
    for piece in output.data:
        content += piece
        if len(content) > limit:
            return None
    return bytes(content)


def _on_disk(output: FileOutput[Any], path: Path) -> tuple[Path, str]:
    digest = hashlib.sha256()
    if isinstance(output.data, Path):
        for piece in _file_pieces(output.data):
            digest.update(piece)
        return output.data, digest.hexdigest()
    with path.open("wb") as stream:
        for piece in [output.data] if isinstance(output.data, bytes) else output.data:
            digest.update(piece)
            stream.write(piece)
    return path, digest.hexdigest()


def _file_pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(PIECE_BYTES):
            yield piece


def _zip(outputs: FileOutputs[Any], archive: Path) -> None:
    """Store what is compressed already, deflate the rest; a name given twice gets a number."""
    used: set[str] = set()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bundle:
        for number, output in enumerate(outputs.files, 1):
            name = output.name or f"file{number}"
            name = f"{number}-{name}" if name in used else name
            used.add(name)
            method = zipfile.ZIP_STORED if _is_compressed(output.media_type) else zipfile.ZIP_DEFLATED
            if isinstance(output.data, bytes):
                bundle.writestr(name, output.data, compress_type=method)
            elif isinstance(output.data, Path):
                bundle.write(output.data, name, compress_type=method)
            else:
                with bundle.open(name, "w", force_zip64=True) as member:
                    for piece in output.data:
                        member.write(piece)


def _is_compressed(media_type: str) -> bool:
    """Return whether files of this type hold their content compressed."""
    kind, _, name = media_type.partition("/")
    return name in _COMPRESSED if kind == "application" else kind in _MEDIA and name not in _PLAIN_MEDIA


def disposition_header(name: str | None, kind: str = "attachment") -> tuple[bytes, bytes]:
    """Content-Disposition as RFC 6266: a plain ASCII name, and the true one encoded."""
    if name is None:
        return b"content-disposition", kind.encode()
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\/' else "_" for c in name)
    value = f'{kind}; filename="{plain}"'
    if plain != name:
        value += f"; filename*=UTF-8''{quote(name, safe='')}"
    return b"content-disposition", value.encode("ascii")


def _report_header(report: BaseModel | None) -> Headers:
    """The report as ASCII JSON; over 4 KB it is left out, and the JSON forms carry it."""
    if report is None:
        return []
    text = report.model_dump_json(ensure_ascii=True).encode("ascii")
    if len(text) > REPORT_BYTES:
        return [(b"x-report-omitted", b"too large for a header: ask for output=base64")]
    return [(b"x-report", text)]
