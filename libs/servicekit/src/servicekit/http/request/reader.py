"""Read a request into its model: JSON, multipart, a raw file, or the query."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from servicekit.errors import ErrorDetail, InsufficientStorage, InvalidInput, OperationError
from servicekit.fetch.errors import FETCH_ERRORS
from servicekit.fetch.naming import name_of
from servicekit.http.binding.large_bodies import LARGE_BYTES
from servicekit.http.binding.values import parse_json, parse_values, query_texts, read_texts
from servicekit.http.endpoints.endpoint import Endpoint, FileField
from servicekit.http.errors.messages import shorten
from servicekit.http.errors.request_errors import (
    BODY_ERRORS,
    FILE_ERRORS,
    BodyTooLarge,
    FileTooLarge,
    MalformedBody,
    TooManyFiles,
)
from servicekit.http.errors.validation import Hints
from servicekit.http.files.resolver import FileResolver, check_rule
from servicekit.http.files.spool import SpoolShareFull
from servicekit.http.files.upload_target import UploadTarget
from servicekit.http.files.watching import watched
from servicekit.http.request.content_types import kind_of_body, media_type_of_request
from servicekit.http.request.multipart import MultipartReader
from servicekit.http.request.preferences import MAX_WAIT
from servicekit.http.request.request_state import RequestState
from servicekit.operations.forms import FileReference, Received, RequestBody, reference_fields
from servicekit.ports.file_errors import READ_ERRORS, SIGNED_ERRORS, WRITE_ERRORS, FileStoreNotConfigured

OUTPUTS = ("binary", "base64", "file")


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    json_bytes: int
    file_bytes: int
    files: int

    def of(self, field: FileField) -> int:
        return min(self.file_bytes, field.rule.max_bytes or self.file_bytes)


@dataclass(slots=True)
class Reading:
    """A validated request: its model, and the output option."""

    form: RequestBody | None
    output: str


class RequestReader:
    """Reads requests of one endpoint."""

    def __init__(self, endpoint: Endpoint, limits: ReadingLimits) -> None:
        self._endpoint = endpoint
        self._limits = limits
        self._by_name = {field.name: field for field in endpoint.files}
        example = endpoint.operation.example
        self._hints = Hints(
            example if isinstance(example, Mapping) else {}, shows_input=not endpoint.operation.secret
        )

    async def read(self, request: RequestState, resolver: FileResolver) -> Reading:
        """Return the validated request. Raises the errors of an invalid request."""
        form = self._endpoint.form
        texts = query_texts(request.query) if request.query else {}
        if self._endpoint.dependencies is not None:
            for name in self._endpoint.dependencies.query_names:
                texts.pop(name, None)
        texts.pop(MAX_WAIT, None)
        output = self._take_output(texts)
        if form is None or self._endpoint.reads_query:
            model = self._from_query(form, texts)
        else:
            model = await self._from_body(form, request, texts, resolver.target)
        if model is not None and self._by_name:
            model = await self._with_files(model, resolver)
        return Reading(model, output)

    def _from_query(
        self, form: type[RequestBody] | None, texts: Mapping[str, Sequence[str]]
    ) -> RequestBody | None:
        if form is None:
            _refuse_query(texts, "it takes no parameters")
            return None
        return parse_values(form, self._texts(form, texts), hints=self._hints)

    async def _from_body(
        self,
        form: type[RequestBody],
        request: RequestState,
        texts: Mapping[str, Sequence[str]],
        target: UploadTarget,
    ) -> RequestBody:
        kind = await kind_of_body(
            request, takes_raw=self._endpoint.takes_raw_body, has_files=bool(self._by_name)
        )
        if kind == "raw":
            return await self._read_raw(form, request, texts, target)
        advice = "send it in the JSON body" if kind == "json" else "send it as a form field"
        _refuse_query(texts, advice)
        if kind == "json":
            return await self._parse(form, await self._read_whole(request))
        if kind == "multipart":
            return await self._read_multipart(form, request, target)
        body = await self._read_whole(request)
        return parse_values(form, self._form_values(form, query_texts(body)), hints=self._hints)

    async def _parse(self, form: type[RequestBody], body: bytes) -> RequestBody:
        """Parse JSON; a large body on a thread, so that others are answered meanwhile."""
        if len(body) <= LARGE_BYTES:
            return parse_json(form, body, hints=self._hints)
        return await asyncio.to_thread(parse_json, form, body, hints=self._hints)

    async def _read_whole(self, request: RequestState) -> bytes:
        limit = self._limits.json_bytes
        hint = ": send files as multipart/form-data" if self._by_name else ""
        if (request.content_length or 0) > limit:
            raise BodyTooLarge(limit=limit, hint=hint)
        body = await request.read()
        if request.body_complete and len(body) <= limit:
            return body
        pieces = bytearray(body)
        while not request.body_complete and len(pieces) <= limit:
            pieces += await request.read()
        if len(pieces) > limit:
            raise BodyTooLarge(limit=limit, hint=hint)
        return bytes(pieces)

    async def _read_multipart(
        self, form: type[RequestBody], request: RequestState, target: UploadTarget
    ) -> RequestBody:
        limits = {field.name: self._limits.of(field) for field in self._endpoint.files}
        reader = MultipartReader(
            target,
            limits,
            max_files=self._limits.files,
            max_field_bytes=self._limits.json_bytes,
            rules={field.name: field.rule for field in self._endpoint.files},
        )
        await reader.read(request)
        values = self._form_values(form, reader.texts)
        for name, files in self._named(reader.files).items():
            values[name] = self._parts(name, files)
        return parse_values(form, values, hints=self._hints)

    def _named(self, files: Mapping[str, list[Received]]) -> Mapping[str, list[Received]]:
        """Assign files with other names to the only file field: n8n calls a file `data`."""
        others = [name for name in files if name not in self._by_name]
        if len(self._endpoint.files) != 1 or not others or len(others) < len(files):
            return files
        field = self._endpoint.files[0]
        if not field.many and sum(len(files[name]) for name in others) > 1:
            return files
        found = [file for name in others for file in files[name]]
        limit = self._limits.of(field)
        if any(file.size > limit for file in found):
            raise FileTooLarge(field=field.name, limit=limit)
        return {field.name: found}

    def _parts(self, name: str, files: list[Received]) -> Any:
        field = self._by_name.get(name)
        if field is not None and field.many:
            return files
        return files[0] if field is None else self._only(name, files)

    def _form_values(self, form: type[RequestBody], texts: Mapping[str, list[str]]) -> dict[str, Any]:
        """Return the values of a form, with the references to files from fields such as `file_id`."""
        left = dict(texts)
        references: dict[str, Any] = {}
        for field in self._endpoint.files:
            for name, source in reference_fields(field.name, many=field.many).items():
                if name in form.model_fields:
                    continue
                given = [{source: text.strip()} for text in left.pop(name, ()) if text.strip()]
                if given:
                    references[field.name] = [*references.get(field.name, ()), *given]
        values = self._texts(form, left)
        for field in self._endpoint.files:
            given = references.get(field.name, [])
            if given and not values.get(field.name):
                values[field.name] = given if field.many else self._only(field.name, given)
        return values

    def _only(self, name: str, given: list[Any]) -> Any:
        if len(given) == 1:
            return given[0]
        raise InvalidInput(
            f"'{name}' is given {len(given)} times: it takes one file.",
            details=[ErrorDetail(field=name, message="given more than once")],
        )

    def _texts(self, form: type[RequestBody], texts: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        return read_texts(form, texts, self._endpoint.kinds)

    async def _read_raw(
        self,
        form: type[RequestBody],
        request: RequestState,
        texts: Mapping[str, Sequence[str]],
        target: UploadTarget,
    ) -> RequestBody:
        field = self._endpoint.files[0]
        limit = self._limits.of(field)
        if (request.content_length or 0) > limit:
            raise FileTooLarge(field=field.name, limit=limit)
        writer = target.writer(limit=limit, too_large=lambda: FileTooLarge(field=field.name, limit=limit))
        writer = watched(writer, field.rule, field.name)
        try:
            while not request.body_complete:
                await writer.write(await request.read())
            disposition = request.headers.get(b"content-disposition", b"").decode("latin-1")
            file = await writer.finish(
                media_type=media_type_of_request(request), name=name_of(disposition, [])
            )
        except BaseException:
            await writer.cancel()
            raise
        return parse_values(form, {**self._texts(form, texts), field.name: file}, hints=self._hints)

    async def _with_files(self, model: RequestBody, resolver: FileResolver) -> RequestBody:
        """Replace references with files, each checked against the rule of its field."""
        resolved: dict[str, Any] = {}
        self._count(model)
        for field in self._endpoint.files:
            value = getattr(model, field.name)
            if value is None:
                continue
            if field.many:
                files = [
                    await self._file(item, f"{field.name}.{at}", field, resolver)
                    for at, item in enumerate(value)
                ]
                resolved[field.name] = type(value)(files)
            else:
                resolved[field.name] = await self._file(value, field.name, field, resolver)
        return model.model_copy(update=resolved)

    def _count(self, model: RequestBody) -> None:
        given = [(field, getattr(model, field.name)) for field in self._endpoint.files]
        count = sum(len(value) if field.many else 1 for field, value in given if value is not None)
        if count > self._limits.files:
            raise TooManyFiles(limit=self._limits.files)

    async def _file(
        self, value: Received | FileReference, name: str, field: FileField, resolver: FileResolver
    ) -> Received:
        if isinstance(value, FileReference):
            value = await resolver.resolve(value, name, field.rule, self._limits.of(field))
        return check_rule(value, name, field.rule)

    def _take_output(self, texts: dict[str, list[str]]) -> str:
        if not self._endpoint.has_output_option or "output" not in texts:
            return OUTPUTS[0]
        given = texts.pop("output")
        wanted = given[0].strip().lower() or OUTPUTS[0]
        if len(given) == 1 and wanted in OUTPUTS:
            return wanted
        raise InvalidInput(
            f"'output' should be {', '.join(OUTPUTS[:-1])} or {OUTPUTS[-1]}, not {shorten(given[0])}.",
            details=[ErrorDetail(field="output", message=f"should be one of {', '.join(OUTPUTS)}")],
        )


def _refuse_query(texts: Mapping[str, Sequence[str]], advice: str) -> None:
    if texts:
        name = next(iter(texts))
        raise InvalidInput(
            f"'{name}' is not a query parameter here: {advice}.",
            details=[ErrorDetail(field=name, message=f"is not a query parameter here: {advice}")],
        )


def errors_of(endpoint: Endpoint) -> list[type[OperationError]]:
    """Return the errors of reading a request."""
    found: list[type[OperationError]] = [InvalidInput]
    if endpoint.form is not None:
        found += [MalformedBody] if endpoint.reads_query else BODY_ERRORS
    if endpoint.files:
        found += [*FILE_ERRORS, *FETCH_ERRORS, InsufficientStorage, SpoolShareFull, FileStoreNotConfigured]
        found += [*READ_ERRORS, *SIGNED_ERRORS]
    if endpoint.keeps_files:
        found += WRITE_ERRORS
    return found
