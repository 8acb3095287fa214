"""Write a document so that a change of one operation is a change of one line."""

import json
from collections.abc import Iterator
from typing import Any

from flowforge_specification.documents import Document

_SPREAD = ("paths", "components")  # written with two levels of lines: path and method, kind and name


def write(document: Document) -> str:
    """Return *document* as JSON with one line for each operation and each component."""
    parts = [
        f" {json.dumps(key)}: {''.join(_lines(value, 2 if key in _SPREAD else 0, ' '))}"
        for key, value in document.items()
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(node: Any, levels: int, indent: str) -> Iterator[str]:
    """Yield the text of *node*: its entries each on a line, *levels* deep, and below that on one line."""
    if levels == 0 or not isinstance(node, dict) or not node:
        yield json.dumps(node, ensure_ascii=False, separators=(",", ":"))
        return
    for at, (key, value) in enumerate(node.items()):
        yield f"{',' if at else '{'}\n{indent} {json.dumps(key, ensure_ascii=False)}: "
        yield from _lines(value, levels - 1, indent + " ")
    yield f"\n{indent}}}"
