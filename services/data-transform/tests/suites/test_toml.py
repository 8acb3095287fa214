"""toml-test (github.com/toml-lang/toml-test), TOML 1.0, from the source distribution of tomlkit."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from servicekit import OperationError

pytestmark = pytest.mark.deep

_READERS: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "float": float,
    "bool": "true".__eq__,
    "string": str,
    "datetime": dt.datetime.fromisoformat,
    "datetime-local": dt.datetime.fromisoformat,
    "date-local": dt.date.fromisoformat,
    "time-local": dt.time.fromisoformat,
}


def _expected(tagged: Any) -> Any:
    if isinstance(tagged, list):
        return [_expected(one) for one in tagged]
    if set(tagged) == {"type", "value"} and isinstance(tagged["value"], str):
        return _READERS[tagged["type"]](tagged["value"])
    return {key: _expected(one) for key, one in tagged.items()}


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    not_numbers = one != one and other != other  # noqa: PLR0124 - NaN
    return type(one) is type(other) and (one == other or not_numbers)


def test_every_file_is_read_or_refused_as_the_suite_says(source: Any, read: Any) -> None:
    folder = source("tomlkit") / "tests" / "toml-test" / "tests"
    names = [one for one in (folder / "files-toml-1.0.0").read_text().split() if one.endswith(".toml")]
    wrong, other_encodings = [], []
    for name in names:
        value, notes = read((folder / name).read_bytes(), "toml")
        if name.startswith("invalid/encoding/") and not isinstance(value, OperationError):
            # TOML has to be UTF-8. Other encodings are detected here as in every format, and reported.
            assert notes.warnings or notes.details["encoding"] != "utf-8", name
            other_encodings.append(name)
        elif name.startswith("invalid/"):
            wrong += [name] if not isinstance(value, OperationError) else []
        else:
            expected = _expected(json.loads((folder / name).with_suffix(".json").read_text()))
            wrong += [] if not isinstance(value, OperationError) and _same(expected, value) else [name]
    assert (len(names), wrong, len(other_encodings)) == (678, [], 9)
