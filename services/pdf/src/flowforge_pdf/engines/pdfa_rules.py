"""The library's rules for PDF/A, imported in a tenth of a second instead of two."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# Checkers of formats in JSON Schema, which these rules do not use. Importing them compiles grammars.
_UNUSED = (
    "fqdn",
    "isoduration",
    "jsonpointer",
    "rfc3339_validator",
    "rfc3986_validator",
    "rfc3987",
    "rfc3987_syntax",
    "uri_template",
    "webcolors",
)


@contextmanager
def without_format_checkers() -> Iterator[None]:
    """Import `pikepdf.pdfa` within, so that optional packages of its own dependencies stay out."""
    modules: dict[str, Any] = sys.modules
    hidden = [name for name in _UNUSED if name not in modules]
    modules.update(dict.fromkeys(hidden))  # None: the import system raises ImportError
    try:
        yield
    finally:
        for name in hidden:
            modules.pop(name, None)
