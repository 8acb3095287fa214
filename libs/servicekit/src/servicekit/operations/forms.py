"""Request models and files."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Protocol

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidatorFunctionWrapHandler,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from servicekit.errors import TooLarge

MAX_INLINE_BYTES = 64 << 20
_SOURCES = ("base64", "url", "file_id")
_URL = re.compile(r"(?:[a-z][a-z0-9+.-]*://|//|(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?]|$))", re.IGNORECASE)
_FILE_ID = re.compile(r"file_[A-Za-z0-9_-]+")


class RequestBody(BaseModel):
    """A request in JSON, or in the query of a GET. Frozen; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class RequestForm(RequestBody):
    """A request with files: JSON or multipart; with exactly one file also raw, its scalars in the query.

    Files are fields of the form itself: `FileInput`, `FileInput | None` or `list[FileInput]`. Validators of
    the model see a file as its FileReference: the content is there when the handler runs.
    """


class FileReference(RequestBody):
    """A file in JSON: exactly one of base64, url and file_id.

    A text alone is recognized: as a URL, a file id, a data: URL, or base64, in this order.
    """

    base64: str | None = Field(default=None, description="The content in base64.")
    url: str | None = Field(default=None, description="Public http or https address to download it from.")
    file_id: str | None = Field(default=None, description="Id of a file in the file store.")
    name: str | None = Field(default=None, description="File name; by default that of the address or store.")
    media_type: str | None = Field(
        default=None, description="Media type; by default the stated or the recognized one."
    )

    @model_validator(mode="before")
    @classmethod
    def _recognizes_text(cls, given: Any) -> Any:
        return {_source_of(given): given.strip()} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _has_one_source(self) -> "FileReference":
        given = [source for source in _SOURCES if getattr(self, source) is not None]
        if len(given) != 1:
            raise ValueError("give exactly one of 'base64', 'url' and 'file_id'")
        return self


def _source_of(text: str) -> str:
    """Return which source of a file *text* is. A host and a path without a scheme are a URL."""
    text = text.strip()
    if _URL.match(text):
        return "url"
    return "file_id" if _FILE_ID.fullmatch(text) else "base64"


def reference_fields(name: str, *, many: bool) -> dict[str, str]:
    """Return the form fields that can replace an upload in the field *name*, with their sources.

    Clients made from a specification send only uploads in a file field: `file_id` and `file_url` take
    references, and `file_ids` and `file_urls` for a list `files`.
    """
    if many:
        name = name.removesuffix("s")
        return {f"{name}_ids": "file_id", f"{name}_urls": "url"}
    return {f"{name}_id": "file_id", f"{name}_url": "url"}


class FileTooLargeForMemory(TooLarge):
    code = "FILE_TOO_LARGE_FOR_MEMORY"
    message = "The file has {size} bytes; this operation takes at most {limit}."


class FileWatch(Protocol):
    """Looks at one file while it is uploaded or downloaded."""

    def add(self, piece: bytes) -> None:
        """Take the next bytes. Raises an error that the operation declares, which refuses the file."""


@dataclass(frozen=True, slots=True)
class FileRule:
    """Limits of one file field: `Annotated[FileInput, FileRule(max_bytes=..., media_types=("image/png",))]`.

    A media type may end in `/*`. Content of unknown type (application/octet-stream) always passes. `watch`
    gets the name of the field and returns what looks at a file while it arrives; it runs on the event loop.
    """

    max_bytes: int | None = None
    media_types: tuple[str, ...] = ()
    min_bytes: int = 0
    watch: Callable[[str], FileWatch] | None = None


ANY_FILE = FileRule()


@dataclass(frozen=True, slots=True)
class FileInput:
    """A whole file that can be opened by its path. Pickles as its path.

    In a worker process a small file is in memory, and its path is that of the worker's standard input.
    Programs that the worker starts can open the path if they inherit it; it has no file extension.
    `final_url` is the address that Context.fetch got it from, after redirects.
    """

    path: Path
    size: int
    known_sha256: str | None
    media_type: str
    name: str | None = None
    final_url: str | None = None

    max_inline_bytes: ClassVar[int] = MAX_INLINE_BYTES

    @property
    def sha256(self) -> str:
        """SHA-256 of the content, hexadecimal: known of what went to disk, else computed."""
        if self.known_sha256 is not None:
            return self.known_sha256
        digest = hashlib.sha256()
        for piece in self.chunks():
            digest.update(piece)
        return digest.hexdigest()

    def open(self) -> BinaryIO:
        return self.path.open("rb")

    def chunks(self, size: int = 1 << 20) -> Iterator[bytes]:
        """Yield the content in pieces of *size* bytes."""
        with self.open() as stream:
            while piece := stream.read(size):
                yield piece

    @property
    def content(self) -> bytes:
        """The whole content. Raises FileTooLargeForMemory over `max_inline_bytes`."""
        if self.size > self.max_inline_bytes:
            raise FileTooLargeForMemory(size=self.size, limit=self.max_inline_bytes)
        with self.open() as stream:
            return stream.read()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _received_or_reference(cls, handler)


@dataclass(frozen=True, slots=True)
class FileUpload:
    """A file that was written straight to the file store. It is deleted unless the handler keeps it.

    In a form it replaces FileInput, and is accepted in the same encodings.
    """

    incoming: Any  # the writer of the file store, which its `keep` takes
    size: int
    sha256: str
    media_type: str
    name: str | None = None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _received_or_reference(cls, handler)


Received = FileInput | FileUpload


def _received_or_reference(received: type, handler: GetCoreSchemaHandler) -> CoreSchema:
    """Accept a received file as it is, and anything else as a FileReference for the kit to resolve."""

    def received_or(value: Any, reference: ValidatorFunctionWrapHandler) -> Any:
        if isinstance(value, received):
            return value
        if not isinstance(value, (dict, str, FileReference)) or value == "":
            raise PydanticCustomError(
                "file", "should be a file: an upload, a URL, a file id, base64, or an object with one of them"
            )
        return reference(value)

    return core_schema.no_info_wrap_validator_function(
        received_or,
        handler.generate_schema(FileReference),
        serialization=core_schema.plain_serializer_function_ser_schema(_digest),
    )


def _digest(file: Received | FileReference) -> str:
    return file.model_dump_json() if isinstance(file, FileReference) else file.sha256
