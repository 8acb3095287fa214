"""The text that a task works on: in the request, or a file beside it."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from servicekit import FileInput, FileRule, InvalidInput, RequestForm, TooLarge, Unsupported

MAX_CHARACTERS = 400_000
_MAX_FILE_BYTES = MAX_CHARACTERS * 4
_TEXTS = ("text/*", "application/json", "application/xml", "application/x-ndjson")
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


class FileNotText(Unsupported):
    code = "FILE_NOT_TEXT"
    message = "'file' is not text in UTF-8, or in UTF-16 with a byte order mark: convert it first."


class TextEmpty(InvalidInput):
    code = "TEXT_EMPTY"
    message = "'{field}' contains only white space."


class TextTooLong(TooLarge):
    code = "TEXT_TOO_LONG"
    message = "'{field}' has {count} characters; a task takes at most {limit}."


SOURCE_ERRORS = (FileNotText, TextEmpty, TextTooLong)


class SourceForm(RequestForm):
    """A form with exactly one of `text` and `file`."""

    text: str | None = Field(None, description="The text, instead of `file`.")
    file: Annotated[FileInput | None, FileRule(max_bytes=_MAX_FILE_BYTES, media_types=_TEXTS)] = Field(
        None, description="A file of plain text (or Markdown, CSV ...), instead of `text`."
    )

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.file is None) == (self.text is None):
            raise ValueError("give exactly one of 'text' and 'file'")
        return self

    def source(self) -> str:
        """Return the text. Raises FileNotText, TextEmpty or TextTooLong."""
        field, text = ("text", self.text or "") if self.file is None else ("file", decoded(self.file.content))
        if not text.strip():
            raise TextEmpty(field=field)
        if len(text) > MAX_CHARACTERS:
            raise TextTooLong(field=field, count=len(text), limit=MAX_CHARACTERS)
        return text


class TaskForm(SourceForm):
    """A text for a model."""

    model: str | None = Field(None, description="Name of a model (GET /models); the default if left out.")


def decoded(content: bytes) -> str:
    """Return *content* as text: UTF-8, or what its byte order mark says. Raises FileNotText."""
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileNotText from error
    if "\0" in text:
        raise FileNotText
    return text
