"""Keep one of several equal streams: fonts, pictures and profiles of documents that were merged."""

import hashlib
from typing import Any

import pikepdf

_LEAST_BYTES = 200
_DEEPEST = 40


def merge_equal_streams(pdf: pikepdf.Pdf) -> int:
    """Return how many streams were left out."""
    same = _equal(pdf)
    if not same:
        return 0
    for each in pdf.objects:
        _redirect(each, same, 0)
    return len(same)


def _equal(pdf: pikepdf.Pdf) -> dict[tuple[int, int], pikepdf.Object]:
    """Return the first of the equal ones for every other stream."""
    first: dict[bytes, pikepdf.Object] = {}
    same: dict[tuple[int, int], pikepdf.Object] = {}
    for each in pdf.objects:
        if not isinstance(each, pikepdf.Stream) or each.get("/Type") in ("/XRef", "/ObjStm", "/Metadata"):
            continue
        content = each.read_raw_bytes()
        if len(content) < _LEAST_BYTES:
            continue
        key = hashlib.sha256(each.stream_dict.unparse() + b"\0" + content).digest()
        if key in first:
            same[each.objgen] = first[key]
        else:
            first[key] = each
    return same


def _redirect(value: Any, same: dict[tuple[int, int], pikepdf.Object], depth: int) -> None:
    """Have what refers to a stream that goes refer to its equal."""
    for key, each in _entries(value) if depth < _DEEPEST else ():
        if not each.is_indirect:
            _redirect(each, same, depth + 1)
        elif each.objgen in same:
            value[key] = same[each.objgen]


def _entries(value: Any) -> list[tuple[Any, pikepdf.Object]]:
    """Return the entries of a dictionary, a stream or an array that may hold or be references."""
    if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        pairs: list[tuple[Any, Any]] = list(value.items())
    else:
        pairs = list(enumerate(value)) if isinstance(value, pikepdf.Array) else []
    return [(key, each) for key, each in pairs if isinstance(each, pikepdf.Object)]
