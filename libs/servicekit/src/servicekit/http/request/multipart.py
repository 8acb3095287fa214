"""multipart/form-data, read as it arrives: files to where they land, fields to memory."""

import codecs
from collections.abc import Mapping
from typing import Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser

from servicekit.fetch.naming import parameter
from servicekit.http.errors.request_errors import BodyTooLarge, FileTooLarge, MalformedBody, TooManyFiles
from servicekit.http.files.upload_target import UploadTarget
from servicekit.http.files.watching import watched
from servicekit.http.request.request_state import RequestState
from servicekit.operations.forms import FileRule, Received
from servicekit.ports.files import FileWriter

MAX_PARTS = 1000
_SNIFFED_BYTES = 1 << 16
_TEXT_TYPES = ("", "text/plain", "application/json")


class _Part:
    """One part under way: a file with its writer, or a field with its text.

    A part for a file field without a file name *may be either*; its content decides.
    """

    __slots__ = ("data", "file_name", "may_be_either", "media_type", "name", "writer")

    def __init__(self, name: str, file_name: str | None, media_type: str) -> None:
        self.name = name
        self.file_name = file_name
        self.media_type = media_type
        self.data = bytearray()
        self.may_be_either = False
        self.writer: FileWriter | None = None


class MultipartReader:
    """Feeds the parser and does what its callbacks noted down, in order."""

    def __init__(
        self,
        target: UploadTarget,
        limits: Mapping[str, int],
        *,
        max_files: int,
        max_field_bytes: int,
        rules: Mapping[str, FileRule] | None = None,
    ) -> None:
        """Accept files of at most *limits* bytes by field; a single file field also accepts other names.

        *rules* of fields say what watches their files.
        """
        self.texts: dict[str, list[str]] = {}
        self.files: dict[str, list[Received]] = {}
        self._target = target
        self._limits = limits
        self._rules = rules or {}
        self._max_files = max_files
        self._max_field_bytes = max_field_bytes
        self._field_bytes = 0
        self._parts = 0
        self._part: _Part | None = None
        self._header_name = bytearray()
        self._header_value = bytearray()
        self._headers: dict[str, str] = {}
        self._finished: list[_Part] = []
        self._ended = False
        only = next(iter(limits.values())) if len(limits) == 1 else max_field_bytes
        self._other_limit = max(only, max_field_bytes)

    async def read(self, request: RequestState) -> None:
        """Read the whole body. Raises MalformedBody, FileTooLarge, TooManyFiles, or the exchange's errors."""
        parser = self._parser(request.content_type)
        try:
            while not request.body_complete:
                piece = await request.read()
                try:
                    parser.write(piece)
                except FormParserError as error:
                    raise MalformedBody(format="multipart/form-data", reason="a part is broken") from error
                await self._work()
            self._check_end()
        except BaseException:
            for part in (*self._finished, self._part):
                if part is not None and part.writer is not None:
                    await part.writer.cancel()
            raise

    def _parser(self, content_type: str) -> MultipartParser:
        boundary = parameter(content_type, "boundary")
        if not boundary:
            raise MalformedBody(format="multipart/form-data", reason="the boundary parameter is missing")
        callbacks: Any = {
            "on_part_begin": self._begin_part,
            "on_part_data": self._take_data,
            "on_part_end": self._end_part,
            "on_header_field": self._take_header_name,
            "on_header_value": self._take_header_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._open_part,
            "on_end": self._end,
        }
        try:
            return MultipartParser(boundary.encode("latin-1"), callbacks)
        except FormParserError as error:
            raise MalformedBody(format="multipart/form-data", reason="the boundary is too long") from error

    def _check_end(self) -> None:
        if not self._ended:
            raise MalformedBody(format="multipart/form-data", reason="the closing boundary is missing")

    async def _work(self) -> None:
        """Flush what is large, and finish the files that ended in this piece."""
        if self._part is not None and self._part.writer is not None and self._part.writer.wants_flush:
            await self._part.writer.flush()
        while self._finished:
            part = self._finished[0]
            if part.writer is not None:
                file = await part.writer.finish(media_type=part.media_type, name=part.file_name)
                self.files.setdefault(part.name, []).append(file)
            self._finished.pop(0)

    def _begin_part(self) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise TooManyFiles(f"The request has more than the {MAX_PARTS} parts allowed.")
        self._headers = {}

    def _take_header_name(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _take_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _end_header(self) -> None:
        self._headers[self._header_name.decode("latin-1").lower()] = self._header_value.decode(
            "utf-8", "replace"
        )
        self._header_name.clear()
        self._header_value.clear()

    def _open_part(self) -> None:
        disposition = self._headers.get("content-disposition", "")
        name = parameter(disposition, "name")
        if name is None:
            raise MalformedBody(format="multipart/form-data", reason="a part has no name")
        name = name.removesuffix("[]")  # as PHP, jQuery and OpenAI's clients name the items of a list
        file_name = parameter(disposition, "filename")
        media_type = self._headers.get("content-type", "").split(";")[0].strip().lower()
        part = _Part(name, file_name, media_type or "application/octet-stream")
        # Browsers can say application/json only of a Blob, and give every Blob a file name.
        is_json_field = media_type == "application/json" and name not in self._limits
        is_file_by_type = name in self._limits and media_type not in _TEXT_TYPES
        if (file_name is not None and not is_json_field) or is_file_by_type:
            part.writer = self._open_file(name)
        else:
            part.may_be_either = name in self._limits
        self._part = part

    def _open_file(self, name: str) -> FileWriter:
        if sum(len(files) for files in self.files.values()) + len(self._finished) >= self._max_files:
            raise TooManyFiles(limit=self._max_files)
        limit = self._limits.get(name, self._other_limit)
        writer = self._target.writer(limit=limit, too_large=lambda: FileTooLarge(field=name, limit=limit))
        only = next(iter(self._rules)) if len(self._rules) == 1 else name
        return watched(writer, self._rules.get(name, self._rules.get(only)), name)

    def _take_data(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        if part is None:
            return
        if part.writer is not None:
            part.writer.add(data if end - start == len(data) else data[start:end])
            return
        if part.may_be_either and len(part.data) + end - start > _SNIFFED_BYTES and not _is_text(part.data):
            self._make_file(part).add(data[start:end])
            return
        self._field_bytes += end - start
        if self._field_bytes > self._max_field_bytes:
            raise BodyTooLarge(
                limit=self._max_field_bytes, hint=" for its text fields: send files as file parts"
            )
        part.data += data[start:end]

    def _end_part(self) -> None:
        part, self._part = self._part, None
        if part is None:
            return
        if part.writer is not None:
            self._finished.append(part)
            return
        try:
            text = part.data.decode("utf-8")
        except UnicodeDecodeError as error:
            if part.may_be_either:
                self._make_file(part)
                self._finished.append(part)
                return
            raise MalformedBody(f"The form field '{part.name}' is not UTF-8 text.") from error
        self.texts.setdefault(part.name, []).append(text)

    def _make_file(self, part: _Part) -> FileWriter:
        part.writer = writer = self._open_file(part.name)
        writer.add(bytes(part.data))
        self._field_bytes -= len(part.data)
        part.data.clear()
        return writer

    def _end(self) -> None:
        self._ended = True


def _is_text(data: bytearray) -> bool:
    """Return whether *data* may be text: a character may be cut at its end."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(bytes(data))
    except UnicodeDecodeError:
        return False
    return b"\0" not in data
