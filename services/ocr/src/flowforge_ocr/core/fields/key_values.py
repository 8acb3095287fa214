"""Values behind labels: `Gate: 14B`, or a label that ends in a colon with the value beside it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flowforge_ocr.core.fields.rows import Row

_COLONS = ":\N{FULLWIDTH COLON}"
_PAIR = re.compile(rf"^(?P<label>[^\W\d][^{_COLONS}]{{1,40}}?)\s*[{_COLONS}]\s+(?P<value>\S.*)$")
_LABEL = re.compile(rf"^(?P<label>[^\W\d][^{_COLONS}]{{1,40}}?)\s*[{_COLONS}]$")


@dataclass(frozen=True, slots=True)
class KeyValue:
    label: str
    value: str
    row: Row


def key_values(rows: Sequence[Row]) -> Iterator[KeyValue]:
    """Yield the pairs of each row."""
    for row in rows:
        label: str | None = None
        for line in row.lines:
            if label is not None:
                yield KeyValue(label, line.text, row)
                label = None
            elif pair := _PAIR.match(line.text):
                yield KeyValue(pair["label"], pair["value"], row)
            elif alone := _LABEL.match(line.text):
                label = alone["label"]
