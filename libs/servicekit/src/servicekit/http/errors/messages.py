"""Plain messages for validation errors: what is allowed, and what was sent."""

from collections.abc import Callable, Mapping
from typing import Any

Context = Mapping[str, Any]
SHOWN = 40
_WHOLE = "should be a whole number"
_NUMBER = "should be a number"
_BOOLEAN = "should be true or false"
_TEXT = "should be text"
_LIST = "should be a list"
_OBJECT = "should be an object"
_DATE = "should be a date such as 2026-11-30"
_TIME = "should be a date with a time such as 2026-11-30T12:00:00Z"
_KINDS: Mapping[str, str] = {
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE + " of fewer digits",
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": "should be a finite number",
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "bool_type": _BOOLEAN,
    "bool_parsing": _BOOLEAN,
    "string_type": _TEXT,
    "string_sub_type": _TEXT,
    "string_unicode": "should be valid Unicode text",
    "bytes_type": _TEXT,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "mapping_type": _OBJECT,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "datetime_type": _TIME,
    "datetime_parsing": _TIME,
    "datetime_from_date_parsing": _TIME,
    "timezone_aware": _TIME,
    "uuid_type": "should be a UUID",
    "uuid_parsing": "should be a UUID",
    "url_type": "should be a URL that begins with https:// or http://",
    "url_parsing": "should be a URL that begins with https:// or http://",
    "url_scheme": "should be a URL that begins with https:// or http://",
    "none_required": "should be null",
}
_BOUNDS: Mapping[str, tuple[str, str]] = {
    "greater_than": ("should be greater than", "gt"),
    "greater_than_equal": ("should be at least", "ge"),
    "less_than": ("should be less than", "lt"),
    "less_than_equal": ("should be at most", "le"),
    "multiple_of": ("should be a multiple of", "multiple_of"),
}


_LITERALS = {None: "null", True: "true", False: "false"}


def describe_mistake(kind: str, message: str, context: Context) -> str | None:
    """Return the message without its subject, or None for an unknown kind of mistake."""
    if kind in _KINDS:
        return _KINDS[kind]
    if kind in _BOUNDS:
        words, key = _BOUNDS[kind]
        return f"{words} {context[key]}"
    if kind in ("literal_error", "enum"):
        return f"should be {context['expected']}"
    made = _MADE.get(kind)
    if made is not None:
        return made(context)
    if kind in ("value_error", "assertion_error"):
        return message.partition(", ")[2] or message
    return None


def shorten(value: Any) -> str:
    """Return *value* as it was sent, shortened for a message."""
    if value is None or isinstance(value, bool):
        return _LITERALS[value]
    if isinstance(value, str):
        return repr(value) if len(value) <= SHOWN else repr(value[:SHOWN]) + "..."
    if isinstance(value, (int, float)):
        return str(getattr(value, "text", value))[:SHOWN]
    if hasattr(value, "media_type"):
        return "a file"
    return "a list" if isinstance(value, (list, tuple)) else "an object"


def _length(words: str, key: str, unit: str) -> Callable[[Context], str]:
    def made(context: Context) -> str:
        count = context[key]
        return f"should have {words} {count} {unit}{'' if count == 1 else 's'}"

    return made


def _counted(words: str, key: str) -> Callable[[Context], str]:
    def made(context: Context) -> str:
        count, actual = context[key], context.get("actual_length")
        has = f", not {actual}" if actual is not None else ""
        return f"should have {words} {count} {'entry' if count == 1 else 'entries'}{has}"

    return made


_MADE: Mapping[str, Callable[[Context], str]] = {
    "missing": lambda _: "is required",
    "string_too_short": _length("at least", "min_length", "character"),
    "string_too_long": _length("at most", "max_length", "character"),
    "bytes_too_short": _length("at least", "min_length", "byte"),
    "bytes_too_long": _length("at most", "max_length", "byte"),
    "too_short": _counted("at least", "min_length"),
    "too_long": _counted("at most", "max_length"),
    "string_pattern_mismatch": lambda context: f"should match the pattern {context['pattern']}",
    "union_tag_not_found": lambda context: f"needs {context['discriminator']}",
    "union_tag_invalid": lambda context: (
        f"has '{context['tag']}' as {context['discriminator']}, which is not known; "
        f"known: {context['expected_tags']}"
    ),
    "json_invalid": lambda context: f"is not valid JSON: {context.get('error', 'it cannot be parsed')}",
    "json_type": lambda _: "should be JSON text",
    "decimal_max_digits": lambda context: f"should have at most {context['max_digits']} digits",
    "decimal_max_places": lambda context: f"should have at most {context['decimal_places']} decimal places",
}
