"""Merge documents deeply (RFC 7396)."""

from typing import Any


def merged(document: Any, changes: Any, *, null_removes: bool, append: bool) -> Any:
    """Return *document* with *changes* merged into it."""
    if isinstance(document, list) and isinstance(changes, list) and append:
        return [*document, *changes]
    if not isinstance(changes, dict):
        return changes
    result = dict(document) if isinstance(document, dict) else {}
    for key, value in changes.items():
        if value is None and null_removes:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value, null_removes=null_removes, append=append)
    return result
