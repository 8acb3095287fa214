"""JSON that every parser reads the same way: finite numbers, whole Unicode characters, unique member names.

Python's parser also accepts NaN, turns 1e999 into infinity, keeps half of a surrogate pair and takes the last
of two members with one name. None of these can be written to a response, or means the same elsewhere.
"""

import json
import math
from typing import Annotated, Any

from pydantic import AfterValidator

MAX_DEPTH = 200


class NotStrictJson(ValueError):
    """The text is not JSON, or holds a value that JSON cannot carry; the message says which."""


def read_json(data: str | bytes) -> Any:
    """Parse JSON. Raises NotStrictJson."""
    try:
        document = json.loads(
            data, object_pairs_hook=_unique, parse_constant=_not_finite, parse_float=_finite_number
        )
    except NotStrictJson:
        raise
    except (ValueError, RecursionError) as error:
        raise NotStrictJson("is not JSON") from error
    return require_strict(document)


def read_object(data: str | bytes) -> dict[str, Any]:
    """Parse a JSON object. Raises NotStrictJson."""
    document = read_json(data)
    if not isinstance(document, dict):
        raise NotStrictJson("is not a JSON object")
    return document


def require_strict(document: Any, depth: int = 0) -> Any:
    """Return *document*. Raises NotStrictJson for infinity, NaN, half of a surrogate pair, deep nesting."""
    if depth > MAX_DEPTH:
        raise NotStrictJson(f"is nested more than {MAX_DEPTH} levels deep")
    if isinstance(document, str):
        _require_text(document)
    elif isinstance(document, float) and not math.isfinite(document):
        raise NotStrictJson("holds a number outside the range of JSON numbers (about 1.8e308)")
    elif isinstance(document, list):
        for one in document:
            require_strict(one, depth + 1)
    elif isinstance(document, dict):
        for name, value in document.items():
            _require_text(name)
            require_strict(value, depth + 1)
    return document


def _require_text(text: str) -> None:
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise NotStrictJson("holds half of a surrogate pair, which is not a character") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotStrictJson("holds an object that has two members with the same name")
    return found


def _not_finite(name: str) -> Any:
    raise NotStrictJson(f"holds {name}, which is not a JSON number")


def _finite_number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise NotStrictJson(f"holds {text[:40]}, which is outside the range of JSON numbers")
    return number


JsonDocument = Annotated[Any, AfterValidator(require_strict)]
JsonObject = Annotated[dict[str, Any], AfterValidator(require_strict)]
