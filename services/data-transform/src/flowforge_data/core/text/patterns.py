"""Regular expressions of callers, by an engine that takes linear time (RE2 syntax)."""

from typing import Any

import re2

from flowforge_data.core.text.forms import InvalidPattern

MEMORY = 16 << 20


def compiled(pattern: str, field: str, *, ignore_case: bool, dot_all: bool = False) -> Any:
    """Return the compiled pattern. Raises InvalidPattern."""
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not ignore_case
    options.dot_nl = dot_all
    options.max_mem = MEMORY
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        raise InvalidPattern(field=field, reason=_reason(error)) from error


def _reason(error: Exception) -> str:
    text = error.args[0] if error.args else ""
    told = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    hint = " (lookaround and back references are not supported)" if "perl operator" in told else ""
    return told.rstrip(".") + hint
