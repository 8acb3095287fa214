"""From pydantic's complaints to one clear message.

Where a field may be of several types pydantic complains for each of them and puts the type's name into the
place. Callers see the place as they wrote it, and the complaint of the type that they meant.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from servicekit.errors import ErrorDetail, InvalidInput
from servicekit.http.refusals import MalformedBody

MAX_DETAILS = 20
_OF_ANOTHER_TYPE = ("_type", "_parsing")
_OBJECTS = ("dict_type", "model_type", "model_attributes_type")
_TOLD = {
    "missing": "is required",
    "union_tag_not_found": "needs {discriminator}",
    "union_tag_invalid": "has '{tag}' as {discriminator}, which is not known here; known: {expected_tags}",
}
Place = tuple[int | str, ...]


def explain(error: ValidationError, model: type[BaseModel], given: Any) -> InvalidInput | MalformedBody:
    """Say what is wrong about *given* in one message that stands alone: workflow tools show nothing else."""
    mistakes = error.errors(include_url=False, include_input=False)
    if mistakes[0]["type"] == "json_invalid":
        reason = mistakes[0].get("ctx", {}).get("error", "it cannot be parsed")
        return MalformedBody(format="JSON", reason=reason)
    found = _meant([(_place(one, given), one) for one in mistakes])
    details = [
        ErrorDetail(field=".".join(map(str, place)), message=_complaint(alike, place, model))
        for place, alike in list(found.items())[:MAX_DETAILS]
    ]
    first = f"'{details[0].field}' {details[0].message}" if details[0].field else details[0].message
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return InvalidInput(f"{first}{more}.", details=details)


def _place(mistake: ErrorDetails, given: Any) -> Place:
    """Return where *given* has the mistake, without the names of types."""
    path, here = mistake["loc"], given
    place: list[int | str] = []
    for number, part in enumerate(path):
        rest = path[number + 1 :]
        is_there = _has(here, part) and not (rest and _has(here, rest[0]) and not _has(here[part], rest[0]))
        if is_there:
            here = here[part]
        elif number and not (mistake["type"] == "missing" and not rest):
            continue
        place.append(part)
    return tuple(place)


def _has(value: Any, part: int | str) -> bool:
    if isinstance(value, Mapping):
        return part in value
    return isinstance(value, list) and isinstance(part, int) and part < len(value)


def _meant(mistakes: list[tuple[Place, ErrorDetails]]) -> dict[Place, list[ErrorDetails]]:
    """Return the mistakes by place, without those of types that the value was not meant to be."""
    found: dict[Place, list[ErrorDetails]] = {}
    for place, mistake in mistakes:
        is_meant = not _is_of_another_type(mistake) or not any(
            other[: len(place)] == place and (len(other) > len(place) or not _is_of_another_type(one))
            for other, one in mistakes
        )
        if is_meant:
            found.setdefault(place, []).append(mistake)
    return found


def _is_of_another_type(mistake: ErrorDetails) -> bool:
    return mistake["type"].endswith(_OF_ANOTHER_TYPE) or mistake["type"] == "literal_error"


def _complaint(mistakes: list[ErrorDetails], place: Place, model: type[BaseModel]) -> str:
    """Return the complaint about one place; what it may be instead is told together."""
    told = list(dict.fromkeys(_message(one, place, model) for one in mistakes))
    wanted = [one.removeprefix("should be ") for one in told if one.startswith("should be ")]
    return "should be " + " or ".join(wanted) if len(wanted) == len(told) else told[0]


def _message(mistake: ErrorDetails, place: Place, model: type[BaseModel]) -> str:
    kind, message, context = mistake["type"], mistake["msg"], mistake.get("ctx", {})
    if kind in _TOLD:
        return _TOLD[kind].format(**context)
    if kind == "extra_forbidden":
        known = ", ".join(model.model_fields) if len(place) == 1 else ""
        return f"is not a field here; there are: {known}" if known else "is not a field here"
    if kind in _OBJECTS:
        return "should be an object" if place else "The body must be a JSON object"
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    return message.replace("Input should", "should", 1) if message.startswith("Input should") else message
