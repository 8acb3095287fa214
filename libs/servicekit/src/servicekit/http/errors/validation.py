"""Explain validation errors in one clear message.

Where a field may be of several types, validation reports a mistake for each of them and puts the type's name
into the location. Callers see the location as they wrote it, and the mistake of the type that they meant.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from servicekit.errors import ErrorDetail, InvalidInput
from servicekit.http.errors.known_fields import fields_at
from servicekit.http.errors.messages import describe_mistake, shorten
from servicekit.http.errors.request_errors import MalformedBody

MAX_DETAILS = 20
MAX_TOLD = 3
_SHOWN_EXAMPLE = 60
_OF_ANOTHER_TYPE = ("_type", "_parsing")
_OBJECTS = ("dict_type", "model_type", "model_attributes_type")
_WITHOUT_INPUT = ("missing", "extra_forbidden", "value_error", "too_", "union_tag", "json_invalid", "file")
_VERBS = ("should ", "is ", "has ", "needs ", "must ", "cannot ", "may ", "takes ")
_QUOTED = re.compile(r"'([A-Za-z_][A-Za-z0-9_-]*)(?:[.[][^']*)?'")
Place = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Hints:
    """What a message may say besides the mistake: *example* values by field, and the value that came."""

    example: Mapping[str, Any] = field(default_factory=dict)
    shows_input: bool = True


NO_HINTS = Hints()


def explain(
    error: ValidationError, model: type[BaseModel], given: Any, hints: Hints = NO_HINTS
) -> InvalidInput | MalformedBody:
    """Return an error whose message names every mistake: workflow tools show only the message."""
    mistakes = error.errors(include_url=False)
    if mistakes[0]["type"] == "json_invalid":
        reason = mistakes[0].get("ctx", {}).get("error", "it cannot be parsed")
        return MalformedBody(format="JSON", reason=reason)
    found = _meant([(_place(one, given), one) for one in mistakes])
    details: list[ErrorDetail] = []
    told: list[str] = []
    for place, alike in list(found.items())[:MAX_DETAILS]:
        words = _words(alike, place, model, given, hints)
        where = ".".join(map(str, place))
        told.append(_about(where, words))
        names = [where] if where else fields_named(words, model.model_fields) or [""]
        details += [ErrorDetail(field=name, message=words) for name in names]
    more = f" (and {len(found) - MAX_TOLD} more)" if len(found) > MAX_TOLD else ""
    return InvalidInput(f"{'; '.join(told[:MAX_TOLD])}{more}.", details=details)


def _about(where: str, words: str) -> str:
    if not where:
        return words
    return f"'{where}' {words}" if words.startswith(_VERBS) else f"'{where}': {words}"


def fields_named(message: str, known: Iterable[str]) -> list[str]:
    """Return the fields that *message* names in quotes, in order."""
    names = set(known)
    found = [match[0].strip("'") for match in _QUOTED.finditer(message) if match[1] in names]
    return list(dict.fromkeys(found))


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
    entered = {place[:length] for place, _ in mistakes for length in range(len(place))}
    fitting = {place for place, one in mistakes if not _is_of_another_type(one)}
    found: dict[Place, list[ErrorDetails]] = {}
    for place, mistake in mistakes:
        if not _is_of_another_type(mistake) or (place not in entered and place not in fitting):
            found.setdefault(place, []).append(mistake)
    return found


def _is_of_another_type(mistake: ErrorDetails) -> bool:
    return mistake["type"].endswith(_OF_ANOTHER_TYPE) or mistake["type"] == "literal_error"


def _words(
    mistakes: list[ErrorDetails], place: Place, model: type[BaseModel], given: Any, hints: Hints
) -> str:
    """Return the sentence about one place, with all allowed alternatives."""
    told = list(dict.fromkeys(_sentence(one, place, model, given) for one in mistakes))
    wanted = [one.removeprefix("should be ") for one in told if one.startswith("should be ")]
    words = "should be " + " or ".join(wanted) if len(wanted) == len(told) else told[0]
    if mistakes[0]["type"].startswith(_WITHOUT_INPUT) or not place:
        return words
    if hints.shows_input:
        words += f", not {shorten(mistakes[0]['input'])}"
    example = hints.example.get(str(place[0])) if len(place) == 1 else None
    if isinstance(example, (str, int, float)) and mistakes[0]["type"] not in ("literal_error", "enum"):
        shown = str(example)
        words += f" (for example {shown})" if len(shown) <= _SHOWN_EXAMPLE else ""
    return words


def _sentence(mistake: ErrorDetails, place: Place, model: type[BaseModel], given: Any) -> str:
    kind = mistake["type"]
    if kind == "extra_forbidden":
        known = ", ".join(fields_at(model, place[:-1], given))
        return f"is not a field here; there are: {known}" if known else "is not a field here"
    if kind in _OBJECTS and not place:
        return "The body must be a JSON object"
    return describe_mistake(kind, mistake["msg"], mistake.get("ctx", {})) or _own_words(mistake)


def _own_words(mistake: ErrorDetails) -> str:
    """Return the message of a rule that a model brings itself."""
    message = mistake["msg"]
    return message.replace("Input should", "should", 1) if message.startswith("Input should") else message
