"""Every error that an operation declares, grouped by status, with an example of each code."""

import re
from collections.abc import Iterable, Iterator
from http import HTTPStatus

from servicekit.errors import ChecksumMismatch, OperationError
from servicekit.openapi.headers import ALLOW, CHALLENGE, REQUEST_ID, RETRY_AFTER
from servicekit.openapi.schemas import JsonSchema
from servicekit.operations.dialects import ENVELOPE, Dialect

_HEADERS = {
    401: {"WWW-Authenticate": CHALLENGE},
    405: {"Allow": ALLOW},
    429: {"Retry-After": RETRY_AFTER},
    502: {"Retry-After": RETRY_AFTER},
    503: {"Retry-After": RETRY_AFTER},
    507: {"Retry-After": RETRY_AFTER},
}
_PLACEHOLDER = re.compile(r"\{(\w+)[^}]*\}")
_SAMPLE_ID = "0f8fad5b-d9cb-469f-a165-70867728950e"


class Failures:
    """Describes errors; `examples` holds what they look like, for the document's components.

    The name of an example is its code; in another dialect than the envelope, after the name of its model.
    """

    def __init__(self, envelope: JsonSchema, dialect: Dialect, *, has_code: bool) -> None:
        self.examples: dict[str, JsonSchema] = {}
        self._envelope = envelope
        self._dialect = dialect
        self._has_code = has_code
        self._prefix = "" if dialect is ENVELOPE else f"{dialect.model.__name__}_"

    def of(self, errors: Iterable[type[OperationError]]) -> Iterator[tuple[str, JsonSchema]]:
        """Yield the status and response of *errors*, in ascending order and without duplicates."""
        by_status: dict[int, list[type[OperationError]]] = {}
        for error in dict.fromkeys(errors):
            by_status.setdefault(self._dialect.status(error), []).append(error)
        for status in sorted(by_status):
            yield str(status), self._answer(status, sorted(by_status[status], key=lambda one: one.code))

    def _answer(self, status: int, errors: list[type[OperationError]]) -> JsonSchema:
        lines = dict.fromkeys(f"- `{self._dialect.code(error)}`: {_words(error)}" for error in errors)
        examples: JsonSchema = {}
        for error in errors:
            examples.setdefault(self._dialect.code(error), self._example(error))
        return {
            "description": "\n".join([f"{_phrase(status)}.", "", *lines]),
            "headers": {"X-Request-ID": REQUEST_ID} | _HEADERS.get(status, {}),
            "content": {"application/json": {"schema": self._schema(list(examples)), "examples": examples}},
        }

    def _schema(self, codes: list[str]) -> JsonSchema:
        """Return the envelope, with the codes that its `error.code` may have here."""
        if not self._has_code:
            return self._envelope
        code = {
            "type": "string",
            "enum": codes,
            "description": "The codes of this operation under this status.",
        }
        error = {
            "type": "object",
            "properties": {"code": code},
            "unevaluatedProperties": True,
            "description": "The error, with its code.",
        }
        return {"allOf": [self._envelope, {"type": "object", "properties": {"error": error}}]}

    def _example(self, error: type[OperationError]) -> JsonSchema:
        """Return a reference to the code's example; the example itself if its message differs there."""
        told = self._dialect.render(error(_words(error)), _SAMPLE_ID)
        example = {"value": told.model_dump(mode="json")}
        name = self._prefix + self._dialect.code(error)
        if self.examples.setdefault(name, example) == example:
            return {"$ref": f"#/components/examples/{name}"}
        return example


def _words(error: type[OperationError]) -> str:
    """Return the message with its placeholders named only: {seconds}, not {seconds:g}."""
    return _PLACEHOLDER.sub(r"{\1}", error.message)


def _phrase(status: int) -> str:
    """Return the reason phrase; 460 is that of the tus protocol alone."""
    return "Checksum Mismatch" if status == ChecksumMismatch.status else HTTPStatus(status).phrase
