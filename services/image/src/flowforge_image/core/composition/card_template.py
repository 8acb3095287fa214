"""Fill a card's variables in: {{name}} becomes a value, and nothing else is interpreted."""

import re
from collections.abc import Mapping

from flowforge_image.core.text.style import LONGEST_TEXT, without_controls
from servicekit import InvalidInput

Value = str | int | float | bool | None
_VARIABLE = re.compile(r"\{\{\s*([^\W\d][\w .-]{0,63}?)\s*\}\}")
_MOST_SHOWN = 20


class MissingVariable(InvalidInput):
    code = "CARD_VARIABLE_MISSING"
    message = "'variables' has no '{name}', which the text asks for. It has: {known}."


class UnfitValue(InvalidInput):
    code = "CARD_TEXT_INVALID"
    message = "The text, with its variables filled in, {reason}."


def fill(template: str, variables: Mapping[str, Value]) -> str:
    """Return *template* with its variables filled in, or nothing if only white space is left.

    Raises MissingVariable, and UnfitValue for control characters and texts that became too long.
    """

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name not in variables:
            known = ", ".join(list(variables)[:_MOST_SHOWN]) or "none"
            raise MissingVariable(name=name, known=known)
        return _written(variables[name])

    text = _VARIABLE.sub(value, template)
    if len(text) > LONGEST_TEXT:
        raise UnfitValue(reason=f"has {len(text)} characters: at most {LONGEST_TEXT} are allowed")
    if not text.strip():
        return ""
    try:
        return without_controls(text)
    except ValueError as error:
        raise UnfitValue(reason=str(error)) from error


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.12g}" if isinstance(value, float) else str(value)
