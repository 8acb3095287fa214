"""Resolve the request's files: decode base64, download URLs, look up file ids."""

import asyncio
import base64
import binascii
import mimetypes
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Generic, TypeVar
from urllib.parse import unquote_to_bytes

from servicekit.errors import ErrorDetail, OperationError
from servicekit.fetch.errors import FETCH_ERRORS, UrlTooLarge
from servicekit.fetch.fetcher import Fetcher
from servicekit.fetch.naming import media_type_of
from servicekit.fetch.urls import parse_url
from servicekit.http.errors.request_errors import Base64Invalid, FileEmpty, FileTooLarge, FileTypeRefused
from servicekit.http.files.spool import storage_error
from servicekit.http.files.upload_target import UploadTarget
from servicekit.http.files.watching import watched
from servicekit.http.files.workspace import Workspace
from servicekit.operations.forms import FileInput, FileReference, FileRule, Received
from servicekit.operations.post_body import PostBody
from servicekit.ports.file_errors import UnknownFile
from servicekit.ports.files import FileStore, FileWriter

UNKNOWN_TYPE = "application/octet-stream"
_QUICK_CHARACTERS = 1 << 18
Sent = tuple[PostBody | None, Mapping[str, str]]
_SHOWN = 100
_HEAD = 256
_URL_SAFE = str.maketrans("-_", "+/")


class FileResolver:
    """Resolves the file references of one request into *target*, by default the workspace."""

    def __init__(
        self,
        workspace: Workspace,
        consumer_id: str,
        fetcher: Fetcher,
        store: FileStore,
        target: UploadTarget | None = None,
    ) -> None:
        self.target: UploadTarget = target or workspace
        self._workspace = workspace
        self._consumer_id = consumer_id
        self._fetcher = fetcher
        self._store = store

    async def resolve(self, reference: FileReference, field: str, rule: FileRule, limit: int) -> Received:
        """Return the file that *reference* names. Raises the errors of base64, the fetcher or the store."""
        file: Received
        if reference.base64 is not None:
            file = await self._decode(reference.base64, field, limit)
        elif reference.url is not None:
            url = _checked(reference.url, field)
            file = await self._stored(url, limit, field) or await self._fetch(url, field, rule, limit)
        else:
            file = await self._by_id(reference.file_id or "", limit, field)
        name = reference.name or file.name
        return _typed(replace(file, media_type=reference.media_type or file.media_type, name=name))

    async def fetch(self, url: str, field: str, rule: FileRule, sent: Sent, limit: int) -> FileInput:
        """Download *url*, or copy a file of the store, into the workspace within *rule* and *limit*.

        *sent* is the body and the headers of the request.
        """
        limit = min(limit, rule.max_bytes or limit)
        post, headers = sent
        file = await self._copied(url, limit, field) if "://" in url and post is None else None
        if file is None:
            with _naming(field):
                async with _Writing(
                    self._workspace.writer(limit=limit, too_large=_too_large(limit))
                ) as writer:
                    fetched = await self._fetcher.fetch(
                        url, writer, max_bytes=limit, post=post, headers=headers
                    )
                    written = await writer.finish(media_type=fetched.media_type, name=fetched.name)
                    file = replace(written, final_url=fetched.url)
        checked = check_rule(file, field or "url", rule)
        assert isinstance(checked, FileInput)  # noqa: S101 - what went in
        return checked

    async def _fetch(self, url: str, field: str, rule: FileRule, limit: int) -> Received:
        target = self.target.writer(limit=limit, too_large=_too_large(limit))
        with _naming(f"{field}.url"):
            async with _Writing(watched(target, rule, field)) as writer:
                fetched = await self._fetcher.fetch(url, writer, max_bytes=limit)
                return await writer.finish(media_type=fetched.media_type, name=fetched.name)

    async def _decode(self, text: str, field: str, limit: int) -> Received:
        async with _Writing(self._writer(field, limit)) as writer:
            await writer.write(await _decoded(text, field))
            return await writer.finish(media_type=_type_in(text), name=None)

    async def _by_id(self, file_id: str, limit: int, field: str) -> Received:
        if "://" not in file_id and (found := await self._stored(file_id, limit, field)) is not None:
            return found
        raise UnknownFile(file_id=file_id[:_SHOWN], fields=[f"{field}.file_id"])

    async def _stored(self, reference: str, limit: int, field: str) -> Received | None:
        copy = await self._copied(reference, limit, field)
        if copy is None or self.target is self._workspace:
            return copy
        return await self._moved(copy, field)

    async def _copied(self, reference: str, limit: int, field: str) -> FileInput | None:
        """Copy a file of the store into the workspace; None if *reference* is a URL of another server."""
        found = await self._store.find(self._consumer_id, reference)
        if found is None:
            return None
        if found.size > limit:
            raise FileTooLarge(field=field, limit=limit)
        self._workspace.reserve(found.size)
        path = self._workspace.new_path()
        try:
            await self._store.load(found, path)
        except OSError as error:
            raise storage_error(error) from error
        return FileInput(path, found.size, found.sha256, found.media_type, found.name)

    async def _moved(self, copy: FileInput, field: str) -> Received:
        async with _Writing(self._writer(field, copy.size)) as writer:
            for piece in copy.chunks():
                await writer.write(piece)
            return await writer.finish(media_type=copy.media_type, name=copy.name)

    def _writer(self, field: str, limit: int) -> FileWriter:
        return self.target.writer(limit=limit, too_large=lambda: FileTooLarge(field=field, limit=limit))


WriterT = TypeVar("WriterT", bound=FileWriter)


def _checked(url: str, field: str) -> str:
    """Return *url* without blanks around it. Raises UrlInvalid that names the field."""
    with _naming(f"{field}.url"):
        parse_url(url)
    return url.strip()


class _Writing(Generic[WriterT]):
    """Cancels a writer if its block fails."""

    def __init__(self, writer: WriterT) -> None:
        self._writer = writer

    async def __aenter__(self) -> WriterT:
        return self._writer

    async def __aexit__(self, kind: object, error: object, trace: object) -> None:
        if kind is not None:
            await self._writer.cancel()


@contextmanager
def _naming(field: str) -> Iterator[None]:
    """Name *field* in what the fetcher raises."""
    try:
        yield
    except FETCH_ERRORS as error:
        if not field:
            raise
        details = error.details or [ErrorDetail(field=field, message=error.text)]
        raise type(error)(f"'{field}': {error.text}", details=details) from error


def _too_large(limit: int) -> Callable[[], OperationError]:
    return lambda: UrlTooLarge(limit=limit)


def check_rule(file: Received, field: str, rule: FileRule) -> Received:
    """Return *file* with its media type guessed if it had none. Raises FileEmpty or FileTypeRefused."""
    file = _typed(file)
    if file.size < rule.min_bytes:
        raise FileEmpty(field=field, size=file.size, minimum=rule.min_bytes)
    if (
        rule.media_types
        and file.media_type != UNKNOWN_TYPE
        and not matches(file.media_type, rule.media_types)
    ):
        raise FileTypeRefused(field=field, media_type=file.media_type, allowed=" or ".join(rule.media_types))
    return file


def _typed(file: Received) -> Received:
    if file.media_type != UNKNOWN_TYPE or not file.name:
        return file
    guessed = mimetypes.guess_type(file.name)[0] or UNKNOWN_TYPE
    return replace(file, media_type=guessed)


def matches(media_type: str, allowed: tuple[str, ...]) -> bool:
    return any(
        media_type == one or (one.endswith("/*") and media_type.startswith(one[:-1])) for one in allowed
    )


async def _decoded(text: str, field: str) -> bytes:
    if len(text) <= _QUICK_CHARACTERS:
        return base64_bytes(text, field)
    return await asyncio.to_thread(base64_bytes, text, field)


def _type_in(text: str) -> str:
    """Return the media type that a data: URL names."""
    head = text[:_HEAD].lstrip()
    return media_type_of(head[5:].partition(",")[0]) if head[:5].lower() == "data:" else UNKNOWN_TYPE


def base64_bytes(text: str, field: str) -> bytes:
    """Decode base64, standard or URL-safe, padded or not, also in a data: URL. Raises Base64Invalid."""
    if text[:_HEAD].lstrip()[:5].lower() == "data:":
        head, comma, text = text.partition(",")
        if not comma:
            raise Base64Invalid(field=field, reason="the data: URL has no comma before its content")
        if not head.rstrip().lower().endswith(";base64"):
            return unquote_to_bytes(text)
    compact = "".join(text.split()).translate(_URL_SAFE).rstrip("=")
    try:
        return base64.b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        reason = "its length is wrong" if len(compact) % 4 == 1 else "it contains other characters"
        raise Base64Invalid(field=field, reason=reason) from error
