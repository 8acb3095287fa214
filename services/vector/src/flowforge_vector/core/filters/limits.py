"""Bounds of a filter, checked before it is parsed: a store may crash on one that is nested too deeply."""

from collections.abc import Iterator
from typing import Any

MAX_DEPTH, MAX_CONDITIONS, MAX_VALUES = 32, 1000, 10_000
_LISTS = ("must", "should", "must_not", "min_should")


def check_extent(given: Any) -> Any:
    """Return *given*. Raises ValueError if it is too deep or too large; counts without recursion."""
    level, depth, conditions, values = [given], 0, 0, 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise ValueError(f"is nested more than {MAX_DEPTH} levels deep")
        conditions += sum(isinstance(one, dict) for one in level)
        level = [inner for one in level for inner in _inside(one)]
        values += sum(map(_values, level))
        if conditions > MAX_CONDITIONS:
            raise ValueError(f"has more than {MAX_CONDITIONS} conditions")
        if values > MAX_VALUES:
            raise ValueError(f"has more than {MAX_VALUES} values in its lists")
    return given


def _inside(one: Any) -> Iterator[Any]:
    """Yield the conditions and filters directly inside a filter or a condition."""
    if not isinstance(one, dict):
        return
    for name in _LISTS:
        inner = one.get(name)
        if name == "min_should" and isinstance(inner, dict):
            inner = inner.get("conditions")
        if isinstance(inner, list):
            yield from inner
        elif isinstance(inner, dict):
            yield inner
    nested = one.get("nested")
    if isinstance(nested, dict) and isinstance(nested.get("filter"), dict):
        yield nested["filter"]


def _values(one: Any) -> int:
    if not isinstance(one, dict):
        return 0
    match, ids = one.get("match"), one.get("has_id")
    lists = [*(match.values() if isinstance(match, dict) else ()), ids]
    return sum(len(found) for found in lists if isinstance(found, list))


def from_shorthand(given: Any) -> Any:
    """Return a filter. `{"city": "Paris", "year": [2025, 2026]}` means that all of these fields match."""
    if not isinstance(given, dict) or not given or set(given) & set(_LISTS):
        return given
    return {"must": [_equality(key, value) for key, value in given.items()]}


def _equality(key: str, value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        return {"key": key, "match": {"any": value}}
    if isinstance(value, float):
        return {"key": key, "range": {"gte": value, "lte": value}}
    if value is None:
        return {"is_null": {"key": key}}
    if isinstance(value, dict):
        raise ValueError(f"'{key}' is an object: use the long form, with 'must', 'should' or 'must_not'")  # noqa: TRY004 - pydantic reads ValueError
    return {"key": key, "match": {"value": value}}
